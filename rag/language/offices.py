"""The offices that people hold, as the news writes them, in lower case."""

OFFICES = tuple(
    "giám đốc,tổng giám đốc,chủ tịch,bí thư,tổng bí thư,tổng thư ký,chủ nhiệm,tổng thống,thủ tướng"
    ",bộ trưởng,thứ trưởng,vụ trưởng,cục trưởng,chi cục trưởng,viện trưởng,hiệu trưởng,hạt trưởng"
    ",đội trưởng,cụm trưởng,trưởng ban,trưởng phòng,trưởng đoàn,trưởng khoa,trưởng thôn"
    ",trưởng công an,chánh án,chánh văn phòng,chánh thanh tra,tư lệnh,chính ủy,chỉ huy,đại sứ"
    ",tổng biên tập,huấn luyện viên".split(",")
)
