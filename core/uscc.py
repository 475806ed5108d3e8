"""统一社会信用代码: eighteen characters with a check digit (GB 32100-2015). Also the tax number on invoices."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

# stdnum wants a digit first and so refuses the army (A), farm collectives (N) and other bodies (Y).
_SHAPE = re.compile(r"[1-9ANY][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_LONGEST = 40


def clean(text: str) -> str:
    """The code as it is stored: half width, upper case, no spaces or hyphens. Does not check it."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text[:_LONGEST])).upper()


def is_valid(text: str) -> bool:
    """Whether the text, cleaned, is a code whose shape and check digit are right."""
    code = clean(text)
    return bool(_SHAPE.fullmatch(code)) and uscc.calc_check_digit(code) == code[-1]


def validate_uscc(text: str) -> None:
    """Field validator. Raises ValidationError that says what is wrong: length, characters or a typing slip."""
    code = clean(text)
    if len(code) != 18:
        raise ValidationError(
            _("统一社会信用代码是 18 位，现在是 %(length)d 位"), code="uscc_length", params={"length": len(code)}
        )
    if not _SHAPE.fullmatch(code):
        raise ValidationError(_("统一社会信用代码里有不该出现的字符（没有 I、O、S、V、Z）"), code="uscc_shape")
    if uscc.calc_check_digit(code) != code[-1]:
        raise ValidationError(_("统一社会信用代码校验不符，核对一下有没有输错"), code="uscc_check")
