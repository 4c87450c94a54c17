from django.urls import path

from .views import holding, own, set_up, unlocking

urlpatterns = [
    path("unlock/", unlocking.unlock, name="unlock"),
    path("unlock/passkey/", unlocking.unlock_passkey, name="unlock-passkey"),
    path("lock/", unlocking.lock, name="lock"),
    path("own-key/", own.own_key, name="own-key"),
    path("own-key/make/", own.own_key_make, name="own-key-make"),
    path("own-key/passphrase/", own.own_key_passphrase, name="own-key-passphrase"),
    path("own-key/code/", own.own_key_code, name="own-key-code"),
    path("own-key/passkey/", own.own_key_passkey, name="own-key-passkey"),
    path("own-key/<uuid:way_id>/remove/", own.own_key_remove, name="own-key-remove"),
    path("set-up/", set_up.set_up, name="set-up"),
    path("set-up/begin/", set_up.set_up_begin, name="set-up-begin"),
    path("set-up/sheets/", set_up.set_up_sheets, name="set-up-sheets"),
    path("set-up/test/", set_up.set_up_test, name="set-up-test"),
    path("key-holders/", holding.key_holders, name="key-holders"),
    path("key-holders/<str:ring>/<uuid:key_id>/ask/", holding.key_ask, name="key-ask"),
    path("key-holders/<uuid:admission_id>/approve/", holding.key_approve, name="key-approve"),
    path("key-holders/<uuid:admission_id>/hand-over/", holding.key_hand_over, name="key-hand-over"),
    path("key-holders/<str:ring>/renew/", holding.key_renew, name="key-renew"),
    path("recovery/", holding.recovery, name="recovery"),
]
