"""Words in, which of them are verbs out: by lists, since Vietnamese marks none."""

from collections.abc import Sequence


def listed(text: str) -> frozenset[str]:
    """What stands between the commas of a list."""
    return frozenset(word.strip() for word in text.split(",") if word.strip())


VERBS = listed(
    "đã,sẽ,đang,vừa,được,bị,có,cho biết,cho rằng,khẳng định,nhấn mạnh,đề nghị,yêu cầu,chỉ đạo,"
    "chủ trì,phát biểu,tham dự,dự,tham gia,thăm,tới thăm,đến thăm,tiếp,đón,tiếp đón,gặp,"
    "hội đàm,trao,trao tặng,tặng,ủng hộ,hỗ trợ,giúp,tổ chức,khai mạc,bế mạc,khánh thành,"
    "khởi công,khởi động,diễn ra,bắt đầu,kết thúc,công bố,ban hành,ký,ký kết,phê duyệt,"
    "thông qua,ra mắt,phát hành,giới thiệu,trưng bày,thành lập,xây dựng,đầu tư,mở,mở cửa,"
    "mở rộng,đưa,triển khai,thực hiện,tiến hành,phối hợp,kiểm tra,làm việc,phát hiện,bắt,"
    "bắt giữ,khởi tố,xét xử,tuyên,truy tố,tạm giữ,xử phạt,phạt,thu giữ,thu hồi,điều tra,đạt,"
    "đạt được,giành,vô địch,thắng,thua,đánh bại,ghi,nhận,nhận được,tiếp nhận,bàn giao,giao,"
    "bổ nhiệm,bầu,từ chức,qua đời,ra đời,tốt nghiệp,kết hôn,sinh,sống,làm,đến,tới,rời,trở về,"
    "trở lại,về,xuất hiện,xảy ra,đổ bộ,cho hay,nhận định,xác nhận,đánh giá,tăng,giảm,chiếm,"
    "thu hút,xuất khẩu,nhập khẩu,sản xuất,bán,mua,cung cấp,phục vụ,vận hành,hoạt động,dài,cao,"
    "rộng,nặng,trị giá,tuyển,tuyển sinh,đào tạo,nuôi,trồng,chi,dành,nộp,đóng,huy động,vận động,"
    "quyên góp,hiến,khám,chữa,điều trị,cứu,sơ tán,di dời,thiệt hại,tử vong,đề xuất,kiến nghị,"
    "cam kết,hứa,tuyên bố,thừa nhận,bác bỏ,phủ nhận,chỉ trích,lên tiếng,kêu gọi,cảnh báo,"
    "thông báo,thông tin,gửi,viết,đăng,chia sẻ,kể,đóng vai,hát,biểu diễn,thi,thi đấu,đá,chơi,"
    "dẫn dắt,ký hợp đồng,gia nhập,chuyển,mang,dùng,sử dụng,áp dụng,gồm,bao gồm,kéo dài,"
    "ảnh hưởng,chịu,mất,phá,phá hủy,cháy,chìm,đâm,va chạm,rơi,sập,ngập,lọt,đoạt,nghiên cứu,"
    "hợp tác,kỷ niệm,tuyên dương,khen thưởng,vinh danh,biểu dương,đánh giá cao,cảm ơn,"
    "chúc mừng,thắp hương,dâng hương,tưởng niệm,viếng,ra quân,hưởng ứng,phát động,lập,chọn,"
    "bồi thường,nắm giữ,chiếm dụng,chiếm đoạt,cho vay,vay,nợ,tịch thu,trồng mới,cần,quy tụ,"
    "đón nhận,tiêu hủy,khiến,bị phạt,phục hồi,tạo,lắp đặt,xử lý,cấp,trả,triệu tập,điều,"
    "điều động,sở hữu,hoàn thành,hoàn tất,hoàn thiện,cân nhắc,thảo luận,tìm thấy,thiệt mạng,"
    "đáp ứng,chứng kiến,dừng lại,bày tỏ,di chuyển,theo dõi,rà soát,chấm dứt,vào cuộc,nhập viện,"
    "chấp nhận,tuân thủ,công khai,phản ứng,khắc phục,vượt qua,rời khỏi,từ chối,gia tăng,"
    "phản ánh,mang lại,xác minh,ra lệnh,thúc đẩy,bố trí,sinh sống,trả lại,chứng minh,chờ đợi,"
    "đăng tải,giải phóng,trình báo,bỏ trốn,thi hành,quay lại,tồn tại,từ bỏ,đáp trả,lưu thông,"
    "khám nghiệm,chấp thuận,biến mất,bỏ phiếu,hình thành,nhất trí,rút khỏi,phong tỏa,phong toả,"
    "thuyết phục,phê chuẩn,áp đặt,mang thai,thiết lập,thất bại,đình chỉ,giữ chức,khai nhận,"
    "khống chế,thu thập,chi trả,gặp phải,hoàn trả,tạm dừng,bắn hạ,phát sinh,lên án,loại bỏ,"
    "hy sinh,đảm nhiệm,đảm nhận,phá vỡ,giảm xuống,tăng lên,tuyên phạt,áp thuế,lẩn trốn,"
    "leo thang,nổ súng,nộp đơn,chia tay,gắn bó,xếp hàng,tháo dỡ,phụ thuộc,ly hôn,khôi phục,"
    "phát sóng,kích hoạt,hẹn hò,nổ ra,giành chiến thắng,mắc kẹt,tung ra,thông xe,lan truyền,"
    "rút lui,xâm nhập,thoát khỏi,hối thúc,giải cứu,giải thể,lãnh,dựng,ném,phóng,tông,rút,tước,"
    "hành hung,đầu thú,tự thú,xuất ngoại,cáo buộc,tố cáo,tố,đòi,cấm,bỏ,chặn,triệt phá,vây bắt,"
    "truy nã,truy bắt,lật,chết,bị thương,thương vong,mất tích,tấn công,không kích,oanh tạc,"
    "tập trận,thử,hạ thủy,hạ thuỷ,đóng cửa,phá sản,bứt phá,lập kỷ lục,tăng giá,giảm giá,"
    "tăng tốc,xin lỗi,gây,gây ra,cướp,trộm,lừa đảo,buôn lậu,vận chuyển,nhập cảnh,xuất cảnh,"
    "trục xuất,dẫn độ,kiện,khởi kiện,thắng kiện,giải tỏa,cưỡng chế,đền bù,tái xuất,tái ngộ,"
    "kết bạn,hoãn,hủy,huỷ,lùi,dời,đặt,treo,khoe,tiết lộ,hé lộ,tuyển chọn,chiêu mộ,thay thế,"
    "kế nhiệm,nhậm chức,tái đắc cử,đắc cử,miễn nhiệm,cách chức,kỷ luật,luân chuyển,thăng hạng,"
    "xuống hạng,hòa,hoà,cầm hòa,lọt vào,dừng chân,đăng quang,đoạt giải,trao giải,ra quyết định,"
    "kháng nghị,phúc thẩm,mổ,ghép,cấp cứu,ngộ độc,nhiễm,lây nhiễm,bùng phát,tiêm,xét nghiệm,"
    "cách ly,nghỉ học,đi học,trở thành,nhắc nhở,điện đàm,hội kiến,đối thoại,đàm phán,"
    "thỏa thuận,đồng ý,nhờ,hoan nghênh,quan ngại,phản đối,lo ngại,chấm,đổi tên,tìm kiếm,"
    "cứu sống,cứu hộ,ứng cứu,dập,dập tắt,khai trương,khai giảng,khai quật,khai thác,phục dựng,"
    "trùng tu,tu bổ,sạt lở,vỡ,đổ,trôi,cuốn trôi,nhấn chìm,bốc cháy,nổ,phát nổ,quét,tàn phá,"
    "đuối nước,chết đuối,tự tử,tử nạn,dùng dao,đâm chết,giết,sát hại,đánh,bắn,bắt cóc,đe dọa,"
    "hiếp dâm,tàng trữ,mua bán,phát triển,ưu tiên,siết,thắt chặt,nới lỏng,miễn,thu phí,"
    "thu thuế,đánh thuế,truy thu,rót,góp vốn,thoái vốn,niêm yết,sáp nhập,mua lại,thâu tóm,"
    "hợp nhất,nghỉ,nghỉ hưu,mắc,phẫu thuật,lái,điều khiển,đi,bay,hạ cánh,cất cánh,là"
)
# Beginnings of words of two syllables that are none of these verbs.
_NO_VERBS = listed(
    "trao đổi,có thể,làm sao,đá quý,mang tên,giao thông,giao lưu,sinh viên,sinh hoạt,thi công,"
    "điều hành,điều dưỡng,điều kiện,điều lệ,thi đua,mở đầu,đóng góp,chi nhánh,chi tiết,chi hội,"
    "cao su,cao tốc,cao cấp,cao điểm,dự án,dự thảo,dự kiến,dự báo,nhận thức,giúp việc,bán đảo,"
    "bán kết,bầu cử,bầu trời,về việc,về sau,đi kèm,nghỉ dưỡng,nghỉ lễ,lập trường,lập trình,"
    "chọn lọc,thu nhập,cứu hộ,cứu nạn,cháy nổ,phá sản,dùng then,sinh thái,sinh học,bay hơi,"
    "đá bóng,đưa tin"
)
# What makes a noun of the verb after it: "cuộc hội đàm", "nhà đầu tư".
_NOMINAL = listed(
    "cuộc,việc,sự,buổi,vụ,nạn,lễ,chuyến,trận,đợt,nhà,người,kẻ,quyền,lệnh,đơn,bản,mức,tiền,phí,giá,"
    "số,giờ,cách,tội,án,nghề,hoạt động,của"
)


def is_verb(words: Sequence[str], at: int) -> bool:
    """Whether a verb begins at a word, as it is written: none does with a capital."""
    if at and words[at - 1] in _NOMINAL:
        return False
    pair = " ".join(words[at : at + 2])
    return pair in VERBS or (words[at] in VERBS and pair not in _NO_VERBS)
