"""What tells a person's name: the words that address somebody, family names, capital letters."""

from vectorstore.vietnamese import unify

UPPER = "".join(filter(str.isupper, map(chr, range(0x1F00))))  # for a class of a pattern
HONORIFICS = frozenset(unify("ông bà anh chị em cô chú bác cụ thầy").split())
ADDRESSES = (*sorted(HONORIFICS), "cháu")
# Family names: the commonest, and those of the larger minorities.
FAMILY_NAMES = frozenset(
    unify(
        "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Nông Trịnh Mai Đào"
        " Đoàn Vương Trương Đinh Lâm Phùng Hà Tô Tạ Chu Châu Cao Thái Lương Lưu Khiếu Quách Tống"
        " Triệu Vi Giàng Sùng Vàng Lò Quàng Cầm Hoà Thào Mùa Hạng Ma Bế Hứa Kiều Khuất La Lục"
        " Mạc Nghiêm Ninh Ông Phí Quan Thạch Tăng Từ Văn Viên Âu Bạch Cù Diệp Doãn Đàm Đồng Giang"
    ).split()
)
