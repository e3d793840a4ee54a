#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/domain/setting.h"

namespace kiosk::session {

// What a USB stick, or a computer, offers to bring in, and what that would change. Copies: no text but names and the
// words of the files, all of them plain and short.

enum class BringKind { server_lists, server_settings, school_file, catalogue };

struct BringItem {
    BringKind kind = BringKind::school_file;
    std::string name;         // of a school file
    std::uint64_t bytes = 0;
    bool too_large = false;   // is shown, and cannot be chosen
    bool likely = false;      // somebody put it there to be brought in
    friend bool operator==(const BringItem&, const BringItem&) = default;
};
struct BringOffer {
    std::uint64_t visit = 0;  // names it: what is read must be what was shown; 0: nothing is offered
    std::string from;         // the drive's label; empty: a computer sent it
    std::vector<BringItem> items;
    bool more = false;        // there is more than is looked at
    friend bool operator==(const BringOffer&, const BringOffer&) = default;
};

// A sentence: a message id and what stands in it.
struct BringWords {
    std::string id;
    std::vector<std::pair<std::string, std::string>> arguments;
};
struct BringProblem {
    enum class Severity { error, warning, note } severity = Severity::error;
    std::string file, sheet, column, heading;
    int row = 0;              // 0: the whole file
    std::string found;
    BringWords what, remedy;
};
struct BringCount {
    std::size_t then = 0;     // how many there would be
    std::size_t added = 0, changed = 0, removed = 0;
};
struct BringSetting {
    domain::SettingKey key{};
    std::string before, after;  // as people write them; after empty: the kiosk's own again
};
struct BringPreview {
    BringKind kind = BringKind::school_file;
    bool accepted = false;    // false: there are errors, and it is not taken
    bool changes = false;
    std::uint64_t number = 0; // of a server's
    // lists
    BringCount people, groups, meetings, cards;
    std::size_t without_consent = 0, outside = 0;
    std::size_t errors = 0, warnings = 0;
    std::vector<BringProblem> problems;  // the first of them
    // settings
    std::vector<BringSetting> settings;
    bool pin_changes = false, catalogue_changes = false;
    // a catalogue
    std::size_t files = 0, forms = 0, kinds = 0, tags = 0;
};

// Why it is not taken; app/bring_in has the same list, with what each means.
enum class BringRefusal {
    gone, too_large, too_much, stopped, lists_of_server, catalogue_of_server, no_server, server_unknown, damaged,
    newer_version, wrong_signature, another_school, another_kiosk, not_consistent, older, loses_people, not_possible,
    bad_catalogue, changed_meanwhile, disk
};
struct BringRefused {
    BringRefusal why = BringRefusal::damaged;
    std::string what;         // the file, the setting, the server's address, the number
};

struct BringView {
    enum class Stage { choose, reading, preview, taking, done, refused } stage = Stage::choose;
    BringOffer offer;
    std::vector<bool> chosen;  // of its items
    int percent = 0;
    bool stopping = false;
    std::shared_ptr<const BringPreview> preview;  // of preview, taking and done
    BringRefused refused;
};

}  // namespace kiosk::session
