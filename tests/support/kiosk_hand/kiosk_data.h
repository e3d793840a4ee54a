#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace support {

// Where the built programs are, and the commands of the `vstrecha` program on a data folder.
struct Programs {
    std::filesystem::path folder;
    // Empty, or the program that has not been built.
    [[nodiscard]] std::string lacks() const;
    // `init`, and `import` of these files where there are any. Throws where either fails.
    void make_school(const std::filesystem::path& data, const std::vector<std::filesystem::path>& files) const;
    // `vstrecha ARGUMENTS... --data DATA`; what it said. Throws where it fails.
    std::string command(std::vector<std::string> arguments, const std::filesystem::path& data) const;
};

// Somebody who can be found by pictures.
struct Findable {
    std::string id;
    std::string class_name;  // as its tile says
    std::array<int, 3> pictures{};
    std::string card;  // digits; empty: none
};
// In the order of the roster. Throws where there is no kiosk data.
[[nodiscard]] std::vector<Findable> people_to_find(const std::filesystem::path& data);
// How many events of the log have this kind ("checked_in"), of all people or of one.
[[nodiscard]] int events_of_kind(const std::filesystem::path& data, const std::string& kind, const std::string& person = {});
// Whether the chain of the log holds.
[[nodiscard]] bool chain_holds(const std::filesystem::path& data);

}  // namespace support
