#pragma once

#include <string>
#include <string_view>

#include "app/i18n/texts.h"
#include "app/kiosk/kit/theme.h"
#include "app/kiosk/session/view.h"

namespace kiosk::curator {

// What several curator screens say. Pure.

// "held", "waiting for the mentee", "at 14:10".
[[nodiscard]] std::string state_words(const i18n::Texts& texts, const session::DayRow& row);
[[nodiscard]] kit::Colour state_colour(domain::MeetingState state);
// "Pair 7", "Group 2".
[[nodiscard]] std::string group_words(const i18n::Texts& texts, const session::DayRow& row);
// "room 214" where the place is a number, else the place as the school writes it; empty where it has none.
[[nodiscard]] std::string place_words(const i18n::Texts& texts, const std::string& place);
// "7Б", or "teacher".
[[nodiscard]] std::string class_words(const i18n::Texts& texts, const session::MeetingPerson& person);
// "mentor", "mentee".
[[nodiscard]] std::string role_words(const i18n::Texts& texts, const session::MeetingPerson& person);
// "checked in at 13:11", "marked present by the curator", "no mark".
[[nodiscard]] std::string presence_words(const i18n::Texts& texts, const session::MeetingPerson& person);
[[nodiscard]] kit::Colour presence_colour(const session::MeetingPerson& person);
// "all is saved", "the disk is full": what recording does now.
[[nodiscard]] std::string storage_words(const i18n::Texts& texts, session::StorageTrouble trouble);
// What the curator does about it; empty where nothing is wrong.
[[nodiscard]] std::string storage_advice(const i18n::Texts& texts, session::StorageTrouble trouble);
// What is wrong between the kiosk and its school server, and what to do about it; empty where nothing is.
[[nodiscard]] std::string server_advice(const i18n::Texts& texts, const session::Server& server);
// "No. 7, here since 27 November": the server's lists that the kiosk works with.
[[nodiscard]] std::string lists_words(const i18n::Texts& texts, const session::ServerView& view);
// The same of what the school has set.
[[nodiscard]] std::string settings_words(const i18n::Texts& texts, const session::ServerView& view);
// "sent up to No. 1,284, 3 wait".
[[nodiscard]] std::string sent_words(const i18n::Texts& texts, const session::Server& server);
// "right", "checked by the curator", "a guess": how far the kiosk's clock is to be believed.
[[nodiscard]] std::string clock_words(const i18n::Texts& texts, bool trusted, domain::TimeSource source);
// Parts that are not empty, with " · " between them.
[[nodiscard]] std::string joined(std::initializer_list<std::string> parts);

}  // namespace kiosk::curator
