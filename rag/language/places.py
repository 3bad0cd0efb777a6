"""Places that the news names often, folded: to tell them from persons and from each other."""

import re
from collections.abc import Sequence, Set
from itertools import pairwise

from vectorstore.vietnamese import fold


def _folded(names: str) -> frozenset[str]:
    return frozenset(fold(name.strip()) for name in names.split(","))


# The provinces and cities of Vietnam, before and after the mergers of 2025.
PROVINCES = _folded(
    "An Giang,Bà Rịa,Vũng Tàu,Bà Rịa - Vũng Tàu,Bắc Giang,Bắc Kạn,Bạc Liêu,Bắc Ninh,Bến Tre,"
    "Bình Định,Bình Dương,Bình Phước,Bình Thuận,Cà Mau,Cần Thơ,Cao Bằng,Đà Nẵng,Đắk Lắk,Đắk Nông,"
    "Điện Biên,Đồng Nai,Đồng Tháp,Gia Lai,Hà Giang,Hà Nam,Hà Nội,Hà Tĩnh,Hải Dương,Hải Phòng,"
    "Hậu Giang,Hòa Bình,Hưng Yên,Khánh Hòa,Kiên Giang,Kon Tum,Lai Châu,Lâm Đồng,Lạng Sơn,Lào Cai,"
    "Long An,Nam Định,Nghệ An,Ninh Bình,Ninh Thuận,Phú Thọ,Phú Yên,Quảng Bình,Quảng Nam,"
    "Quảng Ngãi,Quảng Ninh,Quảng Trị,Sóc Trăng,Sơn La,Tây Ninh,Thái Bình,Thái Nguyên,Thanh Hóa,"
    "Thừa Thiên Huế,Thừa Thiên,Huế,Tiền Giang,Hồ Chí Minh,Trà Vinh,Tuyên Quang,Vĩnh Long,Vĩnh Phúc,"
    "Yên Bái"
)
COUNTRIES = _folded(
    "Việt Nam,Trung Quốc,Lào,Campuchia,Thái Lan,Myanmar,Malaysia,Singapore,Indonesia,Philippines,"
    "Brunei,Đông Timor,Nhật Bản,Nhật,Hàn Quốc,Triều Tiên,Mông Cổ,Đài Loan,Ấn Độ,Pakistan,"
    "Bangladesh,Sri Lanka,Nepal,Bhutan,Maldives,Afghanistan,Iran,Iraq,Syria,Liban,Lebanon,Israel,"
    "Palestine,Jordan,Saudi Arabia,Arab Saudi,Ả Rập Xê Út,Yemen,Oman,Qatar,Kuwait,Bahrain,UAE,"
    "Thổ Nhĩ Kỳ,Gruzia,Armenia,Azerbaijan,Kazakhstan,Uzbekistan,Turkmenistan,Kyrgyzstan,Tajikistan,"
    "Mỹ,Hoa Kỳ,Canada,Mexico,Cuba,Haiti,Jamaica,Panama,Costa Rica,Nicaragua,Honduras,Guatemala,"
    "Colombia,Venezuela,Ecuador,Peru,Bolivia,Brazil,Chile,Argentina,Uruguay,Paraguay,Anh,Pháp,Đức,"
    "Nga,Ý,Italia,Italy,Tây Ban Nha,Bồ Đào Nha,Hà Lan,Bỉ,Luxembourg,Thụy Sĩ,Thụy Điển,Na Uy,"
    "Đan Mạch,Phần Lan,Iceland,Ireland,Scotland,Áo,Ba Lan,Séc,Cộng hòa Séc,Slovakia,Hungary,"
    "Romania,Bulgaria,Hy Lạp,Serbia,Croatia,Slovenia,Bosnia,Albania,Kosovo,Ukraine,Belarus,"
    "Moldova,Estonia,Latvia,Litva,Ai Cập,Libya,Tunisia,Algeria,Maroc,Sudan,Nam Sudan,Ethiopia,"
    "Somalia,Kenya,Uganda,Rwanda,Tanzania,Mozambique,Zambia,Zimbabwe,Angola,Nam Phi,Nigeria,Ghana,"
    "Congo,Cameroon,Senegal,Mali,Niger,Chad,Úc,Australia,New Zealand,Fiji,Papua New Guinea"
)
_CITIES = _folded(
    "Sài Gòn,Nha Trang,Đà Lạt,Hạ Long,Phú Quốc,Côn Đảo,Sa Pa,Vientiane,Viêng Chăn,Phnom Penh,"
    "Bangkok,Yangon,Kuala Lumpur,Jakarta,Bali,Manila,Tokyo,Osaka,Kyoto,Seoul,Busan,Bình Nhưỡng,"
    "Bắc Kinh,Thượng Hải,Quảng Châu,Thâm Quyến,Vũ Hán,Hong Kong,Hồng Kông,Macau,Ma Cao,Đài Bắc,"
    "New Delhi,Mumbai,Dubai,Tehran,Baghdad,Damascus,Aleppo,Jerusalem,Tel Aviv,Istanbul,Ankara,"
    "Moscow,Moskva,Moscova,Saint Petersburg,Kiev,Kyiv,London,Paris,Berlin,Munich,Rome,Madrid,"
    "Barcelona,Vienna,Geneva,Brussels,Amsterdam,Stockholm,Oslo,Helsinki,Copenhagen,Athens,Warsaw,"
    "Budapest,Prague,Washington DC,New York,Los Angeles,San Francisco,Chicago,Boston,Houston,"
    "Las Vegas,Seattle,Hawaii,Alaska,California,Texas,Florida,Toronto,Vancouver,Sydney,Melbourne,"
    "Canberra,Cairo,Rio de Janeiro,Crimea,Gaza,Biển Đông,Trường Sa,Hoàng Sa,Châu Âu,Châu Á,"
    "Châu Phi,Đông Nam Á,Trung Đông"
)
PLACES = PROVINCES | COUNTRIES | _CITIES
# What else the news calls them, by their last two syllables.
ALSO_CALLED = {
    "thien hue": ("hue",),
    "chi minh": ("hcm", "tphcm"),
    "ha noi": ("hn",),
    "hop quoc": ("hiep quoc", "lhq"),
    "hiep quoc": ("hop quoc", "lhq"),
}
# Countries of two names: one of them stands for both.
SAME_COUNTRY = {
    "hoa ky": "my",
    "nhat ban": "nhat",
    "italia": "y",
    "italy": "y",
    "australia": "uc",
    "lebanon": "liban",
    "arab saudi": "saudi arabia",
    "cong hoa sec": "sec",
}
# How countries are called where two are named together: "Mỹ - Triều", "Việt - Pháp".
PAIRED = PLACES | _folded("Triều,Hàn,Trung,Việt,Ấn,Thái,Đài,Âu,Á")

# What kind of place a name is of, of folded syllables.
LEVEL = re.compile(
    r"\b(?:tinh(?! nguyen)|thanh pho|tp|huyen|thi xa|thi tran|xa(?! hoi)|phuong|thon)\b"
)


def follows_level(terms: Sequence[str], at: int) -> bool:
    """Whether a word for places stands before a folded syllable: "huyện Lâm Bình"."""
    before = " ".join(terms[max(0, at - 2) : at])
    return any(level.end() == len(before) for level in LEVEL.finditer(before))


def pairs(terms: Sequence[str]) -> frozenset[str]:
    """Each two neighbouring syllables, with a blank between."""
    return frozenset(map(" ".join, pairwise(terms)))


def pairs_among(terms: Sequence[str], places: Set[str]) -> set[str]:
    """The places of two syllables that stand in folded syllables."""
    return set(pairs(terms) & places)
