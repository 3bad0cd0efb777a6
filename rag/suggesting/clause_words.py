"""Which words begin a clause and which can't end it: the lists."""

import re

from rag.language.verbs import listed

# What a piece begins with that stands before the subject.
ADVERBIAL = listed(
    "theo,tại,trong,ngoài,bên cạnh,cùng với,với,nhân,nhân dịp,sau,trước,khi,từ,đến,qua,trên,"
    "dưới,ở,hiện,hiện nay,hiện tại,nhằm,để,do,vì,nhờ,cụ thể,đặc biệt,đồng thời,ngoài ra,"
    "trước đó,sau đó,tiếp đó,mới đây,vừa qua,gần đây,thời gian qua,phát biểu,cùng ngày,hôm qua,"
    "hôm nay,sáng nay,chiều nay,tối qua,hôm,vào,ngay,đến nay,trung bình,tổng cộng,được biết,"
    "riêng"
)
# What begins no clause, or one that is understood only after another.
NO_SUBJECT = listed(
    "nếu,tuy,tuy nhiên,nhưng,và,còn,hay,hoặc,dù,mặc dù,bất chấp,đây,đó,điều,việc,thế,như,không,"
    "cũng,rồi,bởi,mà,nên,thì,là,có,đã,sẽ,đang,vừa,được,bị,hãy,chỉ,vẫn,phải,cần,nhất là,"
    "trong đó,bao gồm,gồm,kể,tính,chẳng,chưa,đừng,rất,khá,quá,lúc,lần,tôi,chúng tôi,chúng ta,"
    "ta,mình,họ,nó,hắn,y,thị,ông ấy,bà ấy,anh ấy,cô ấy,em ấy,bạn,ai,gì,sao,nhiều,một số,một,"
    "hai,ba,số,phần,tất cả,mỗi,mọi,cả,hàng,nơi,bên,phía,đối,về,liên quan,vậy,ấy,này,kia,thay,"
    "cho,bằng,đáng,ước,dự,nhìn,thấy,xem,cuối,đầu,giữa,ngày,tháng,năm,quý,tuần,mùa,đối với,so,"
    "cách,khoảng,hơn,gần,thực,thật,đơn,những,các,toàn,chính,con số,kết quả,vấn đề,chuyện,câu,"
    "lý do,nguyên nhân,tình trạng,người này,vụ việc,sự việc,cơ quan,đơn vị,nạn nhân,nghi can,"
    "nghi phạm,đối tượng,hai bên,hai người,thậm chí,thỉnh thoảng,cứ,dường như,có lẽ,hầu hết,"
    "phần lớn,đa số,lo,lo lắng,bản thân,quả thật,quả thực,theo đó,may mắn,rất may,bất ngờ,"
    "ban đầu,đầu tiên,cuối cùng,tương tự,nói chung,thường,thường xuyên,luôn,ngược lại,song,"
    "trái lại,chẳng hạn,ví dụ,thứ nhất,thứ hai,thứ ba,duy nhất,sở dĩ,cùng,kèm,tức,dư luận,"
    "thông tin,nguồn tin,trả lời,chia sẻ,nói,bức xúc,tin,hy vọng,mong,xin,chồng,vợ,con,mẹ,bố,"
    "cha,con trai,con gái,cậu,cậu bé,cô gái,cô bé,bé,bé trai,bé gái,chàng,người đàn ông,"
    "người phụ nữ,nam thanh niên,tài xế,lúc đó,khi đó,bức ảnh,hình ảnh,clip,đoạn clip,"
    "đoạn video,video,sau này,sau cùng,tiếp theo,tiếp đến,lần này,lần đầu,vốn,thông qua,giờ,"
    "bây giờ,ngày nay,trước mắt,trước hết,hơn nữa,thêm vào,bước,mục đích,mục tiêu,quan điểm,"
    "ý kiến,quyết định,lời,câu chuyện,cảnh,đa phần,đại diện,lãnh đạo,thành viên,nhân viên,"
    "cán bộ"
)
# The same where nothing stands before, so that an amount may begin.
NO_FIRST = NO_SUBJECT - listed("nhiều,một số,một,hai,ba,số,đơn vị,nạn nhân,nghi phạm,cơ quan")
# Nouns that begin a subject and are written small inside a sentence.
NOUNS = listed(
    "tỉnh,huyện,xã,phường,thành phố,quận,thôn,làng,đoàn,hội nghị,hội thảo,chương trình,dự án,"
    "công ty,tập đoàn,ngân hàng,bệnh viện,trường,đại học,học viện,trung tâm,lễ hội,lễ,giải,"
    "cuộc thi,triển lãm,phiên tòa,tòa án,công an,cảnh sát,bộ đội,quân đội,chính phủ,quốc hội,"
    "hội đồng,ủy ban,liên đoàn,hiệp hội,câu lạc bộ,đội tuyển,đội bóng,đội,tàu,máy bay,xe,bão,"
    "sân bay,nhà máy,cầu,đường,hãng,tổ chức,cục,sở,bộ,ban,phòng,viện,quỹ,đảng,nhà nước,"
    "thị trường,giá,doanh thu,sản lượng,kim ngạch,tổng,diện tích,dân số,bộ phim,phim,ca sĩ,"
    "tăng trưởng,lạm phát,xuất khẩu,nhập khẩu,sản phẩm,nhà vô địch,lực lượng,liên hoan,"
    "ngày hội,vườn,khu,nhóm,bảo tàng,thư viện,rạp,sân,giáo viên,bác sĩ,bệnh nhân,nhà thơ,"
    "nhà văn,họa sĩ,diễn viên,cầu thủ,chủ tịch,phó chủ tịch,bí thư,giám đốc,tổng thống,"
    "thủ tướng,bộ trưởng,thứ trưởng,đại sứ,ông,bà,anh,chị,cô,em,người dân,học sinh,sinh viên,"
    "nông dân,du khách,hoa hậu,á hậu,nghệ sĩ,nhạc sĩ,đạo diễn,huấn luyện viên,tiền đạo,thủ môn,"
    "vợ chồng,hội,mặt trận,đề án,kế hoạch,nghị quyết,luật,nghị định,mô hình,phong trào,"
    "chiến dịch,kỳ thi"
)
ORGANISATION = re.compile(
    r"(?<!\w)(?:[A-Z]{2,}|Bank|Air\w*|Group|Consulting|Food|Corp\w*|Club|Capital|Media|Land|Mobile)(?!\w)"
)
# Names that begin as a person's do.
NO_PERSON = listed(
    "châu âu,châu á,châu phi,châu mỹ,châu úc,châu đại dương,hồ tây,hồ gươm,văn miếu,từ liêm"
)
ADDRESS = listed("ông,bà,anh,chị,cô,em,cháu,cụ")
# What a clause never ends with: something must follow.
LAST = listed(
    "của,và,với,cho,là,các,những,để,từ,đến,tại,ở,trong,ngoài,trên,dưới,về,theo,do,vì,bởi,khi,"
    "mà,nhưng,hoặc,hay,gồm,bao gồm,như,đã,sẽ,đang,được,bị,một,hai,có,bằng,vào,ra,lên,xuống,"
    "rằng,cùng,nên,thì,cũng,vẫn,còn,rất,hơn,gần,khoảng,qua,giữa,nhằm,mỗi,mọi,không,chưa,tới,"
    "sau,trước,việc,sự,cuộc,nhiều,số,lần,đó là,cho biết,cho rằng,khẳng định,nhấn mạnh,nói,kể,"
    "chia sẻ,đề nghị,yêu cầu,tham mưu,tiếp tục,tăng cường,đẩy mạnh,thực hiện,triển khai,"
    "xây dựng,tổ chức,công bố,ký,ký kết,trao,tặng,làm,đưa,nhận,giúp,chủ động,khiến,buộc,gây,"
    "góp phần,phải,cần,muốn,đang cố,tham dự,dự,gặp,thăm,chủ trì,ban hành,ra mắt,phát hiện,"
    "quyết định,thống nhất,đạt,giành,mang,quản lý,phát triển,nâng cao,sử dụng,cung cấp,hỗ trợ,"
    "bảo đảm,đảm bảo,ghi nhận,cho thấy,bước,đi,quay,trở,chạy,đẩy,vượt,rơi,lao,gửi,mời,dài,cao,"
    "rộng,nặng,thông báo,yêu,đại diện,lãnh đạo,ông,bà,anh,chị"
)
