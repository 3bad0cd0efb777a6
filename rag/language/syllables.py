"""A folded word in, whether it is built like a Vietnamese syllable out.

Every Vietnamese syllable is one of some thirty onsets and one of some hundred and fifty rimes, as
any grammar lists them; here without accents.
"""

import re
from difflib import SequenceMatcher

_ONSETS = "b c ch d g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split()
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay
e ec ech em en eng enh eo ep et eu
i ia ich iec iem ien ieng iep iet ieu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on ong ooc oong op ot
u ua uan uang uat uay uc ue uech uenh ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu
uy uya uych uyen uyet uynh uyt uyu
y ych yem yen yeng yet yeu yn ynh yt
""".split()
_ALIKE = 0.65  # two letters of three
_SYLLABLE = re.compile(rf"(?:{'|'.join(_ONSETS)})?(?:{'|'.join(_RIMES)})")


def is_syllable(folded: str) -> bool:
    """Whether a word in lower case without accents can be a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(folded) is not None


def may_be_mistyped(typed: str, meant: str) -> bool:
    """Whether a folded syllable may be another with a slip in it: alike, and begun alike."""
    alike = SequenceMatcher(None, typed, meant, autojunk=False).ratio()
    return typed[:1] == meant[:1] and alike >= _ALIKE
