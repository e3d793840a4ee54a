"""The allowed include edges: what stands to the right of each arrow of the layout.

A folder may include what is listed for it and what those folders may include in turn (storage -> eventlog -> domain ->
base). An edge beyond that goes into EXCEPTIONS with its reason; one that nothing needs any more fails too.
"""

FOLDERS = {
    "platform/base": [],
    "platform/api": ["platform/base"],
    "platform/linux": ["platform/api"],
    "platform/display": ["platform/api"],
    "platform/http": ["platform/api"],
    "app/domain": ["platform/base"],
    "app/pictures": ["app/domain"],
    "app/catalogue": ["app/domain", "platform/api"],
    "app/eventlog": ["app/domain"],
    "app/joining": ["app/eventlog"],
    "app/kiosk_request": ["app/eventlog"],
    "app/news": ["app/domain"],
    "app/roster_snapshot": ["app/domain", "app/eventlog"],
    "app/school_settings": ["app/domain", "app/eventlog", "app/catalogue"],
    "app/storage": ["app/eventlog", "platform/api"],
    "app/roster": ["app/domain"],
    "app/roster_matching": ["app/domain", "app/roster"],
    "app/sync": ["app/catalogue", "app/eventlog", "app/joining", "app/kiosk_request", "app/news", "app/roster_snapshot", "app/school_settings", "app/storage", "platform/api"],
    "app/i18n": ["app/domain"],
    "app/import_report": ["app/roster", "app/i18n"],
    "app/qr_code": ["platform/base"],
    "app/web_page": ["app/i18n", "platform/api"],
    "app/reports": ["app/domain", "app/i18n", "app/pictures", "app/qr_code"],
    "app/network_pull": ["app/domain", "app/web_page", "platform/api"],
    "app/stick": ["app/eventlog", "platform/api"],
    "app/takeaway": ["app/stick", "app/storage", "app/eventlog", "app/reports", "app/i18n", "platform/api"],
    "app/bring_in": ["app/stick", "app/sync", "app/storage", "app/roster", "app/roster_snapshot", "app/school_settings", "app/catalogue", "app/eventlog",
                     "platform/api"],
    "app/kiosk/session": ["app/domain", "app/qr_code"],
    "app/kiosk/kit": ["app/domain", "app/i18n", "app/pictures", "platform/display"],
    "app/kiosk/screens": ["app/kiosk/kit", "app/kiosk/session", "app/kiosk/curator"],
    "app/kiosk/curator": ["app/kiosk/kit", "app/kiosk/session"],
    # What joins the parts: all but the server and the command.
    "app/kiosk": ["app/kiosk/screens", "app/network_pull", "app/qr_code", "app/takeaway", "app/bring_in", "app/storage", "app/eventlog", "app/roster", "app/school_settings", "app/sync", "app/joining",
                  "app/i18n", "app/reports", "app/catalogue", "app/stick", "platform/api", "platform/display", "platform/http"],
    "app/server": ["app/stick", "app/web_page", "app/qr_code", "app/eventlog", "app/joining", "app/kiosk_request", "app/news", "app/roster_matching", "app/roster_snapshot", "app/school_settings", "app/import_report", "app/roster", "app/sync", "app/i18n", "app/reports", "app/catalogue",
                   "platform/api", "platform/http"],
    "app/cli": ["app/stick", "app/takeaway", "app/storage", "app/eventlog", "app/roster", "app/import_report", "app/sync", "app/joining",
                "app/i18n", "app/reports", "app/catalogue", "app/server", "platform/api", "platform/http"],
}

# (including folder, included folder): why it has to be.
EXCEPTIONS = {}

# Only a main.cpp names concrete platform classes.
CONCRETE = ["platform/linux"]

# Where a library's headers may be named. The key is how the include begins. What is not here (the standard library,
# fmt, tl::expected) is for everyone.
LIBRARIES = {
    "imgui": ["platform/display", "app/kiosk/kit"],
    "GLFW/": ["platform/display"],
    "GL/": ["platform/display"],
    "X11/": ["platform/display"],
    "png.h": ["platform/display", "app/kiosk/kit", "app/reports"],
    "alsa/": ["platform/linux"],
    "avahi-": ["platform/linux"],
    "sodium": ["app/eventlog", "app/joining", "app/network_pull", "app/server", "app/storage"],
    "ctemplate/": ["app/web_page"],
    "zstd": ["app/eventlog", "app/roster_snapshot", "app/storage"],
    "SQLiteCpp/": ["app/storage"],
    "sqlite3.h": ["app/storage"],
    "soci": ["app/server"],
    "libxml/": ["app/roster"],
    "zlib.h": ["app/roster", "app/stick"],
    "unicode/": ["app/i18n", "app/roster"],
    "boost/locale": ["app/i18n"],
    "boost/asio": ["platform/http"],
    "boost/beast": ["platform/http"],
    "openssl/": ["platform/http"],
    "xlsxwriter": ["app/reports"],
    "pango/": ["app/reports"],
    "cairo": ["app/reports"],
    "qrencode": ["app/qr_code"],
    "CLI/": ["app/cli", "app/kiosk", "app/server"],
    "spdlog/": ["app/cli", "app/kiosk", "app/server"],
    "toml++/": ["app/catalogue", "app/storage", "app/cli"],
    "nlohmann/": ["platform/base", "app/eventlog", "app/joining", "app/news", "app/roster_snapshot", "app/school_settings", "app/server", "app/storage",
                  "app/stick", "app/sync", "app/import_report", "app/kiosk/kit", "app/cli", "app/kiosk", "platform/display"],
}
