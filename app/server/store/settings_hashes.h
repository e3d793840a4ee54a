#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

// Inside app/server/store only.
namespace server {

// What names the text of each kiosk, so that a question for news need not make the text. In the memory of this process;
// a change by another one shows in the number. Any thread.
class SettingsHashes {
  public:
    struct Version {
        long long number = 0, changed_at = 0;  // both: a database may be put back
        friend bool operator==(const Version&, const Version&) = default;
    };
    [[nodiscard]] std::optional<std::string> find(const std::string& whose, const Version& version) {
        const std::lock_guard lock{mutex_};
        const auto found = hashes_.find(whose);
        if (found == hashes_.end() || found->second.first != version) return std::nullopt;
        return found->second.second;
    }
    void keep(const std::string& whose, const Version& version, const std::string& hash) {
        constexpr std::size_t kMost = 10'000;
        const std::lock_guard lock{mutex_};
        if (hashes_.size() >= kMost) hashes_.clear();
        hashes_.insert_or_assign(whose, std::pair{version, hash});
    }

  private:
    std::mutex mutex_;
    std::map<std::string, std::pair<Version, std::string>> hashes_;  // guarded by mutex_; by school and kiosk
};

}  // namespace server
