import pytest
from sentences_of import sentence_of

from rag.fitting import cause_sign, lacks_form, place_sign, time_sign, unit_sign
from rag.questions import analyse
from vectorstore.vietnamese import fold


@pytest.mark.parametrize(
    ("question", "text", "sign"),
    [
        ("Xã trao bao nhiêu suất quà?", "Xã trao 50 suất quà cho hộ nghèo.", 1),
        ("Xã trao bao nhiêu suất quà?", "Xã có 50 hộ nghèo.", -1),
        ("Đội thắng bao nhiêu?", "Đội thắng 3.", 0),
    ],
)
def test_an_amount_of_what_is_counted(question, text, sign) -> None:
    assert unit_sign(analyse(question), sentence_of(text)) == sign


@pytest.mark.parametrize(
    ("question", "text", "sign"),
    [
        ("Vì sao lễ hội bị hoãn?", "Lễ hội bị hoãn do mưa lớn.", 1),
        ("Vì sao lễ hội bị hoãn?", "Lễ hội bị hoãn đến tuần sau.", -1),
        ("Khi nào lễ hội bị hoãn?", "Lễ hội bị hoãn đến tuần sau.", 0),
    ],
)
def test_a_cause_where_one_is_asked_for(question, text, sign) -> None:
    assert cause_sign(analyse(question), sentence_of(text)) == sign


@pytest.mark.parametrize("form", [str, fold])
@pytest.mark.parametrize(
    ("question", "text", "sign"),
    [
        ("Đoàn đến từ nước nào?", "Đoàn bác sĩ Hà Lan khám cho 200 người.", 1),
        ("Đoàn đến từ nước nào?", "Đoàn bác sĩ của Hà Nội khám cho 200 người.", -1),
        ("Đoàn đến từ nước nào?", "Đoàn từ nước ngoài khám cho 200 người.", -1),
        ("Đoàn đến từ tỉnh nào?", "Đoàn bác sĩ Yên Bái khám cho 200 người.", 1),
        ("Đoàn đến từ xã nào?", "Đoàn đến từ xã Tả Van, tỉnh Lào Cai.", 1),
        ("Đoàn đến từ xã nào?", "Đoàn đến từ tỉnh.", -1),
        ("Đoàn ở Lào Cai đến từ tỉnh nào?", "Đoàn ở Lào Cai khám cho 200 người.", -1),
        ("Đoàn đến từ đâu?", "Đoàn khám cho 200 người.", 0),
        ("Ai đến?", "Đoàn khám cho 200 người.", 0),
        ("Lũ đi qua những tỉnh nào?", "Lũ đi qua Sơn La và Lai Châu.", 1),
        ("Lũ đi qua những tỉnh nào?", "Lũ đi qua Sơn La.", -1),
        ("Lũ đi qua hai xã nào?", "Lũ đi qua xã Tả Van.", -1),
    ],
)
def test_a_place_of_the_kind_asked_for(form, question, text, sign) -> None:
    assert place_sign(analyse(form(question)), sentence_of(text)) == sign


@pytest.mark.parametrize("form", [str, fold])
@pytest.mark.parametrize(
    ("question", "text", "sign"),
    [
        ("Lễ hội mở ngày nào?", "Lễ hội mở ngày 27/11.", 1),
        ("Lễ hội mở ngày nào?", "Lễ hội mở chiều nay.", 1),
        ("Lễ hội mở ngày nào?", "Lễ hội mở năm 2019.", -1),
        ("Lễ hội mở năm nào?", "Lễ hội mở năm 2019.", 1),
        ("Lễ hội 2019 mở cửa lại năm nào?", "Lễ hội 2019 đóng cửa.", -1),
        ("Lễ hội mở lúc mấy giờ?", "Lễ hội mở lúc 19h30.", 1),
        ("Lễ hội mở lúc mấy giờ?", "Lễ hội mở ngày 27/11.", -1),
        ("Lễ hội mở tháng nào?", "Lễ hội mở tháng 3.", 1),
        ("Lễ hội mở khi nào?", "Lễ hội mở vào mùa xuân.", 1),
        ("Lễ hội mở khi nào?", "Lễ hội có 200 khách.", -1),
        ("Lễ hội mở ở đâu?", "Lễ hội mở ngày 27/11.", 0),
    ],
)
def test_a_time_as_fine_as_the_one_asked_for(form, question, text, sign) -> None:
    assert time_sign(analyse(form(question)), sentence_of(text)) == sign


@pytest.mark.parametrize("form", [str, fold])
@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("Số điện thoại của Trung tâm là gì?", "Trung tâm có 46 cán bộ, thiếu 9 người.", True),
        (
            "Số điện thoại của Trung tâm là gì?",
            "Liên hệ Trung tâm, điện thoại 0216.385.112.",
            False,
        ),
        ("Email của Trung tâm là gì?", "Liên hệ Trung tâm, điện thoại 0216.385.112.", True),
        ("Email của Trung tâm là gì?", "Liên hệ ctxh@yenbai.gov.vn.", False),
        ("Hai bác sĩ nghỉ việc tên gì?", "Hai bác sĩ xin nghỉ việc vì lương thấp.", True),
        ("Hai bác sĩ nghỉ việc tên gì?", "Bác sĩ Lò Văn Páo và vợ nghỉ việc.", False),
        ("Ai nghỉ việc?", "Hai bác sĩ xin nghỉ việc vì lương thấp.", False),
        ("Lương bác sĩ là bao nhiêu?", "Hai bác sĩ xin nghỉ việc vì lương thấp.", True),
        ("Lương bác sĩ là bao nhiêu?", "Bác sĩ hưởng lương 9 triệu đồng một tháng.", False),
        ("Lương nhạc công là bao nhiêu?", "Nhạc công hưởng 450 florin, ở tại cung.", False),
        ("Phí tư vấn là bao nhiêu?", "Người dân được tư vấn miễn phí.", False),
        ("Ai góp tiền xóa nhà tạm?", "Doanh nghiệp góp sức xóa nhà tạm.", False),
        ("Tỷ lệ hoàn vốn là bao nhiêu?", "Tỷ lệ hoàn vốn đạt 98,6%.", False),
        ("Hội có bao nhiêu hội viên?", "Hội họp sáng nay.", False),
    ],
)
def test_what_has_a_form_of_its_own_is_not_told_without(question, text, lacks, form) -> None:
    assert lacks_form(analyse(form(question)), sentence_of(text)) is lacks
