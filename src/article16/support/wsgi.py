import gc
import os

gc.disable()  # until everything is loaded there is nothing to collect, and looking takes a fifth of the start

from django.core.wsgi import get_wsgi_application  # noqa: E402  because of the line above

from article16.common.service import collect_from_here, end_with_parent  # noqa: E402  because of the line above

os.environ["DJANGO_SETTINGS_MODULE"] = "article16.support.settings"
application = get_wsgi_application()
collect_from_here()
end_with_parent()
