#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/eventlog/chain.h"
#include "app/stick/archive.h"

// Inside app/stick only.
namespace stick {

// What an archive holds of one kiosk: state.json, and the files of lines that it names.
struct Holding {
    struct File {
        domain::Seq from = 0, last = 0;  // "from-000000000001.jsonl"
    };
    domain::Seq seq = 0;  // all up to here is held, but for what the kiosk named as lost
    eventlog::Hash head{};
    std::vector<domain::LostRange> lost;
    std::vector<File> files;  // ascending

    [[nodiscard]] bool are_lost(domain::Seq first, domain::Seq last) const;
    void add_lost(const std::vector<domain::LostRange>& ranges);
};
inline constexpr std::size_t kLargestState = 4 * 1024 * 1024;
[[nodiscard]] std::string to_json(const Holding& holding);
[[nodiscard]] std::optional<Holding> holding_of(std::string_view json);
[[nodiscard]] std::string lines_name(domain::Seq from);

// One bundle on its way into an archive: which of its lines are new, and whether they fit to what is held. Told of each
// event in order by open_bundle(); nothing counts before that has returned.
class Joining {
  public:
    using Keep = std::function<bool(std::string_view line)>;  // and its line feed
    // `begins`: the kiosk's log has nothing before this number: an archive that holds nothing of it yet begins there.
    Joining(const Holding& holding, domain::Seq begins, Keep keep)
        : holding_(holding), begins_(begins), keep_(std::move(keep)), lost_(holding) {}

    bool take(const domain::Event& event, std::string_view line, const eventlog::Hash& hash);
    // Of a bundle that was seen to be whole and signed; nothing: its lines may be kept.
    [[nodiscard]] const std::optional<Verdict>& verdict() const { return verdict_; }
    [[nodiscard]] bool is_too_large() const { return too_large_; }
    [[nodiscard]] bool cannot_keep() const { return cannot_keep_; }
    [[nodiscard]] std::uint64_t added() const { return added_; }
    [[nodiscard]] domain::Seq last() const { return last_; }
    [[nodiscard]] const eventlog::Hash& head() const { return head_; }
    [[nodiscard]] const std::vector<domain::LostRange>& lost() const { return lost_.lost; }

  private:
    [[nodiscard]] std::optional<Verdict> fits(const domain::Event& event, std::string_view line,
                                              const eventlog::Hash& hash) const;

    const Holding& holding_;
    domain::Seq begins_;
    Keep keep_;
    Holding lost_;  // only what is named as lost, by this bundle too
    std::optional<Verdict> verdict_;
    bool too_large_ = false, cannot_keep_ = false;
    std::uint64_t added_ = 0, content_ = 0;
    domain::Seq last_ = 0;  // of the new lines; 0: none yet
    eventlog::Hash head_{};
};

}  // namespace stick
