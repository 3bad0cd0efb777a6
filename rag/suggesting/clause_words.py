"""Which words begin a clause, which are verbs in it, and which can't end it: the lists."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in re.split(r"[,\n]", text) if word.strip())


# What a piece begins with that stands before the subject.
ADVERBIAL = _words(
    "theo,tại,trong,ngoài,bên cạnh,cùng với,với,nhân,nhân dịp,sau,trước,khi,từ,đến,qua,trên,"
    "dưới,ở,hiện,hiện nay,hiện tại,nhằm,để,do,vì,nhờ,cụ thể,đặc biệt,đồng thời,ngoài ra,"
    "trước đó,sau đó,tiếp đó,mới đây,vừa qua,gần đây,thời gian qua,phát biểu,cùng ngày,hôm qua,"
    "hôm nay,sáng nay,chiều nay,tối qua,hôm,vào,ngay,đến nay,trung bình,tổng cộng,được biết,"
    "riêng"
)
# What begins no clause, or one that is understood only after another.
NO_SUBJECT = _words(
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
NO_FIRST = NO_SUBJECT - _words("nhiều,một số,một,hai,ba,số,đơn vị,nạn nhân,nghi phạm,cơ quan")
# Nouns that begin a subject and are written small inside a sentence.
NOUNS = _words(
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
VERBS = _words(
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
NO_VERBS = _words(
    "trao đổi,có thể,làm sao,đá quý,mang tên,giao thông,giao lưu,sinh viên,sinh hoạt,thi công,"
    "điều hành,điều dưỡng,điều kiện,điều lệ,thi đua,mở đầu,đóng góp,chi nhánh,chi tiết,chi hội,"
    "cao su,cao tốc,cao cấp,cao điểm,dự thảo,dự kiến,dự báo,nhận thức,giúp việc,bán đảo,"
    "bán kết,bầu cử,bầu trời,về việc,về sau,đi kèm,nghỉ dưỡng,nghỉ lễ,lập trường,lập trình,"
    "chọn lọc,thu nhập,cứu hộ,cứu nạn,cháy nổ,phá sản,dùng then,sinh thái,sinh học,bay hơi,"
    "đá bóng,đưa tin"
)
ORGANISATION = re.compile(
    r"(?<!\w)(?:[A-Z]{2,}|Bank|Air\w*|Group|Consulting|Food|Corp\w*|Club|Capital|Media|Land|Mobile)(?!\w)"
)
# Names that begin as a person's do.
NO_PERSON = _words(
    "châu âu,châu á,châu phi,châu mỹ,châu úc,châu đại dương,hồ tây,hồ gươm,văn miếu,từ liêm"
)
# What makes a noun of the verb after it: "cuộc hội đàm", "nhà đầu tư".
NOMINAL = _words(
    "cuộc,việc,sự,buổi,vụ,nạn,lễ,chuyến,trận,đợt,nhà,người,kẻ,quyền,lệnh,đơn,bản,mức,tiền,phí,giá,"
    "số,giờ,cách,tội,án,nghề,hoạt động,của"
)
ADDRESS = _words("ông,bà,anh,chị,cô,em,cháu,cụ")
# What a clause never ends with: something must follow.
LAST = _words(
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
