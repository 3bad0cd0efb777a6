"""Words that ask or only hold a sentence together: they say nothing about what it is about."""

from vectorstore.vietnamese import fold, unify

ACCENTED_FUNCTION_WORDS = frozenset(
    unify(
        "là của và các những có được cho trong với ở tại vào từ đến đã đang sẽ thì mà này đó khi"
        " nào gì ai đâu sao bao nhiêu mấy thế như vậy ra làm bị bởi do để về trên dưới theo một"
        " hãy không phải hay hoặc cũng rằng lại nữa còn à ạ nhỉ nhé hả xin hỏi biết cái con"
    ).split()
)
_FUNCTION_WORDS = frozenset(map(fold, ACCENTED_FUNCTION_WORDS))


def is_function_word(folded: str) -> bool:
    """Whether a folded syllable carries no topic."""
    return folded in _FUNCTION_WORDS
