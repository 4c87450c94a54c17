"""What stands in every copy, whoever asks. The same for every man: it must not depend on anything."""

from django.utils.translation import gettext_lazy as _

OTHERS = _(
    "Whether any other person or service is in contact with us, has said anything, or has asked about you, is "
    "answered for nobody, neither with yes nor with no. This sentence stands in every copy, whatever the answer is."
)
LEFT = _(
    "What concerns the safety or the rights of other persons is left out, for everybody in the same way. Where single "
    "entries were left out, it says so at that place, with the kind of reason."
)
WHAT = _(
    "This is a copy of what this programme keeps about you: what you said, and what was written about you here. Names "
    "of staff are left out; each entry says when it was written."
)
RIGHTS = _(
    "If something is wrong, say so: it is corrected, and what stood there before is marked. You can ask that data be "
    "erased, and you can complain to the data protection authority of your country."
)
SENTENCES = (WHAT, LEFT, OTHERS, RIGHTS)
LEFT_OUT = _("left out: %(why)s")
STAFF = _("a member of the staff")
