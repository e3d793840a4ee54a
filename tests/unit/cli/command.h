#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/support/catch.h"

// The real command, run as a process of its own on the school of the demo files.
namespace command {

inline const std::filesystem::path kSchool = VSTRECHA_SOURCE_DIR "/assets/demo/school-12";

struct Answer {
    int code = -1;
    std::string out, error;
};

inline std::string read(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

inline std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

// A folder of one test, empty, gone at its end.
class Folder {
  public:
    explicit Folder(const std::string& name) : path_(std::filesystem::path(VSTRECHA_BUILD_DIR "/tests/cli") / name) {
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    ~Folder() {
        std::error_code error;
        std::filesystem::remove_all(path_, error);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

    // No language in the environment: Russian.
    [[nodiscard]] Answer run(const std::vector<std::string>& arguments, const std::string& input = "",
                             const std::string& environment = "") const {
        std::string line = "env -u LANG -u LC_ALL -u LC_MESSAGES " + environment + " " +
                           quoted(VSTRECHA_BUILD_DIR "/bin/vstrecha");
        for (const auto& argument : arguments) line += " " + quoted(argument);
        std::ofstream(path_ / "stdin") << input;
        line += " < " + quoted(path_ / "stdin") + " > " + quoted(path_ / "stdout") + " 2> " + quoted(path_ / "stderr");
        const int status = std::system(line.c_str());
        return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read(path_ / "stdout"), read(path_ / "stderr")};
    }

  private:
    std::filesystem::path path_;
};

inline bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace command
