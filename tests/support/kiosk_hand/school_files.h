#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace support {

// An invented school as CSV files: pairs of pupils, everyone with a consent, and each pair with one meeting on `date`
// ("2026-10-05") from 08:00 to 20:00, so that everyone can check in whenever the kiosk is told it is that day.
// `people` is even and at most 10,000. Returns people.csv, groups.csv, meetings.csv, cards.csv in `folder`.
struct SchoolFiles {
    std::vector<std::filesystem::path> files;
    std::vector<std::string> cards;  // of each person: digits
};
[[nodiscard]] SchoolFiles write_school(const std::filesystem::path& folder, int people, const std::string& date);

}  // namespace support
