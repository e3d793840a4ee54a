#pragma once

#include "app/server/pages/site.h"

// What answers each route; pages.cpp has the table. Inside app/server/pages only.
namespace server::pages {

// signing_in.cpp
api::HttpResponse show_sign_in(Visit& visit);
api::HttpResponse sign_in_page(const Visit& visit, int status, const std::string& problem, const std::string& login);
api::HttpResponse sign_out(Visit& visit);
api::HttpResponse show_account(Visit& visit);
api::HttpResponse change_password(Visit& visit);
// With the cookie of a session.
[[nodiscard]] api::HttpHeader session_cookie(const std::string& token);
[[nodiscard]] api::HttpHeader ended_cookie();
inline constexpr std::string_view kSessionCookie = "__Host-vstrecha", kFormCookie = "__Host-vstrecha-form",
                                  kLanguageCookie = "vstrecha-language";

// overview.cpp
api::HttpResponse show_overview(Visit& visit);

// kiosk_pages.cpp
api::HttpResponse list_kiosks(Visit& visit);
api::HttpResponse show_kiosk(Visit& visit);
api::HttpResponse ask_new_kiosk(Visit& visit);
api::HttpResponse add_kiosk(Visit& visit);
api::HttpResponse rename_kiosk(Visit& visit);
api::HttpResponse ask_revoke_kiosk(Visit& visit);
api::HttpResponse revoke_kiosk(Visit& visit);

// meeting_pages.cpp
api::HttpResponse list_meetings(Visit& visit);
api::HttpResponse show_meeting(Visit& visit);

// list_pages.cpp
api::HttpResponse show_lists(Visit& visit);
api::HttpResponse upload_lists(Visit& visit);
api::HttpResponse publish_lists(Visit& visit);
api::HttpResponse forget_upload(Visit& visit);
api::HttpResponse ask_revert_lists(Visit& visit);
api::HttpResponse revert_lists(Visit& visit);

// parked_pages.cpp
api::HttpResponse list_parked(Visit& visit);
api::HttpResponse download_parked(Visit& visit);
api::HttpResponse see_parked(Visit& visit);
api::HttpResponse ask_discard_parked(Visit& visit);
api::HttpResponse discard_parked(Visit& visit);

// user_pages.cpp
api::HttpResponse list_users(Visit& visit);
api::HttpResponse add_user(Visit& visit);
api::HttpResponse ask_user(Visit& visit);
api::HttpResponse reset_user(Visit& visit);
api::HttpResponse disable_user(Visit& visit);
api::HttpResponse enable_user(Visit& visit);
api::HttpResponse set_zone(Visit& visit);

// files.cpp
api::HttpResponse show_style(Visit& visit);
api::HttpResponse show_icon(Visit& visit);

}  // namespace server::pages
