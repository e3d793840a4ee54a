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

// match_pages.cpp
api::HttpResponse list_brought(Visit& visit);
api::HttpResponse show_brought(Visit& visit);
api::HttpResponse ask_decide_brought(Visit& visit);
api::HttpResponse decide_brought(Visit& visit);
api::HttpResponse ask_confirm_brought(Visit& visit);
api::HttpResponse confirm_brought(Visit& visit);
api::HttpResponse ask_discard_brought(Visit& visit);
api::HttpResponse discard_brought(Visit& visit);

// stick_pages.cpp
api::HttpResponse show_stick(Visit& visit);
api::HttpResponse upload_bundles(Visit& visit);
api::HttpResponse take_drive(Visit& visit);
api::HttpResponse download_receipt(Visit& visit);

// settings_pages.cpp
api::HttpResponse show_settings(Visit& visit);
api::HttpResponse show_kiosk_settings(Visit& visit);
api::HttpResponse set_setting(Visit& visit);
api::HttpResponse set_kiosk_setting(Visit& visit);
api::HttpResponse set_pin(Visit& visit);
api::HttpResponse ask_unset_pin(Visit& visit);
api::HttpResponse unset_pin(Visit& visit);
api::HttpResponse set_zone(Visit& visit);

// catalogue_pages.cpp
api::HttpResponse show_catalogue(Visit& visit);
api::HttpResponse upload_catalogue(Visit& visit);
api::HttpResponse publish_catalogue(Visit& visit);
api::HttpResponse forget_catalogue(Visit& visit);
api::HttpResponse ask_reset_catalogue(Visit& visit);
api::HttpResponse reset_catalogue(Visit& visit);
api::HttpResponse download_catalogue(Visit& visit);

// user_pages.cpp
api::HttpResponse list_users(Visit& visit);
api::HttpResponse add_user(Visit& visit);
api::HttpResponse ask_user(Visit& visit);
api::HttpResponse reset_user(Visit& visit);
api::HttpResponse disable_user(Visit& visit);
api::HttpResponse enable_user(Visit& visit);

// files.cpp
api::HttpResponse show_style(Visit& visit);
api::HttpResponse show_icon(Visit& visit);

}  // namespace server::pages
