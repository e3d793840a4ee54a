#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/roster/import.h"
#include "app/roster/pool.h"
#include "app/roster/rows.h"

// One import on its way: inside of import.cpp, import_groups.cpp, import_meetings.cpp and import_cards.cpp.
namespace roster {

inline constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

// A group while its rows are gathered; people are indices into the pool.
struct GroupDraft {
    Place place;
    domain::Group group;
    std::string key;
    std::size_t mentor = kNobody;
    Place mentor_place;
    struct Mentee {
        std::size_t person;
        std::string request;
        std::optional<domain::LocalDate> joined;
        Place place;
    };
    std::vector<Mentee> mentees;
};

struct MeetingDraft {
    domain::Meeting meeting;
    std::size_t group;  // index into the drafts
};

class Import {
  public:
    Import(const domain::Roster& current, const Options& options, const Random& random, ImportResult& result)
        : current_(current), options_(options), random_(random), result_(result), problems_(result.tables) {}

    void run(const std::vector<SourceFile>& files);

  private:
    void read(const std::vector<SourceFile>& files);
    void take_groups_of_files(const Pool& pool);
    void take_group_row(const Pool& pool, const GroupRow& row, std::map<std::string, std::size_t>& by_key);
    void keep_current_groups(const Pool& pool);
    std::vector<std::size_t> keep_members(const Pool& pool);
    void take_meetings_of_files();
    void keep_current_meetings();
    void take_cards(Pool& pool, const std::vector<std::size_t>& members);
    domain::Roster build(const Pool& pool, const std::vector<std::size_t>& members);

    const domain::Roster& current_;
    const Options& options_;
    const Random& random_;
    ImportResult& result_;
    Problems problems_;
    Rows rows_;
    std::vector<GroupDraft> groups_;
    std::vector<MeetingDraft> meetings_;
    int repeated_ = 0;
};

}  // namespace roster
