"""When two company names are one: the form of a name that duplicates are compared by."""

import re

from core.search import fold

# Longest first, or 有限公司 would leave the front of 有限责任公司 behind.
_LEGAL_FORMS = re.compile(r"股份有限公司|有限责任公司|有限公司|股份公司|股份|coltd$|companylimited$")


def normalise_company(name: str) -> str:
    """The name without 有限公司, 股份, brackets, spaces, signs, width, case and script (Traditional is Simplified).

    What stands in the brackets stays: 华为技术（深圳）and 华为技术（北京）are two companies. A name that is nothing
    but a legal form stays as it is.
    """
    bare = fold(name).replace(" ", "")
    return _LEGAL_FORMS.sub("", bare) or bare
