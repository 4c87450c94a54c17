import os

from django.core.wsgi import get_wsgi_application

from article16.common.service import end_with_parent

os.environ["DJANGO_SETTINGS_MODULE"] = "article16.support.settings"
application = get_wsgi_application()
end_with_parent()
