#pragma once

#include <string>
#include <vector>

#include "app/domain/meeting.h"
#include "app/server/pages/site.h"

// What is told in words in more than one place. Inside app/server/pages only.
namespace server::pages {

// "held" and the like: which picture of the two circles; without a state that of nobody knows.
[[nodiscard]] std::string sign_of(const std::optional<domain::MeetingState>& state);
[[nodiscard]] std::string word_of(const Visit& visit, const std::optional<domain::MeetingState>& state);

// Why a bundle was set aside, and what that means.
[[nodiscard]] std::string sentence_of(const Visit& visit, Refusal why);

// What the server knows of one kiosk, for people.
struct KioskNews {
    enum class Mood { good, warning, bad, gone };
    Mood mood = Mood::good;
    std::string word;                   // "in order", "silent", "has a problem" ...
    std::string heard;                  // "3 minutes ago"
    std::vector<std::string> troubles;  // sentences
    bool is_silent = false;             // for long
};
[[nodiscard]] KioskNews news_of(const Visit& visit, const Kiosk& kiosk, const KeptHealth* health);
[[nodiscard]] const KeptHealth* health_of(const std::vector<KeptHealth>& all, const domain::KioskId& kiosk);
// Into a section with its name, path, word, heard and troubles.
void fill_kiosk(View& item, const Visit& visit, const Kiosk& kiosk, const KeptHealth* health);
// The school's own name for it, or what stands for one.
[[nodiscard]] std::string name_of(const Visit& visit, const Kiosk& kiosk);

// Meetings as a list tells them.
struct MeetingRow {
    domain::MeetingId id;
    domain::LocalTime starts, ends;
    std::string group, kind, place, topic, mentor, mentees;
    std::optional<domain::MeetingState> state;  // nothing: its group is in no list
    bool is_planned = true;
};
// Of these days, by start and group; planned ones and those that a mentor opened.
[[nodiscard]] StoreResult<std::vector<MeetingRow>> meetings_between(const Visit& visit, domain::LocalDate first,
                                                                    domain::LocalDate last);
void fill_meeting(View& item, const Visit& visit, const MeetingRow& row);
// «Регулярная» as the language has it, where the catalogue knows it.
[[nodiscard]] std::string kind_of(const Visit& visit, const std::string& kind);
[[nodiscard]] std::string group_name(const Visit& visit, const domain::Group& group);

}  // namespace server::pages
