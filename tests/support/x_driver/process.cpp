#include "tests/support/x_driver/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace support {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

std::string read_all(const fs::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// The fields of /proc/PID/stat after the name, which may itself hold spaces and brackets: [0] is the state.
std::vector<std::string> stat_fields(pid_t id) {
    const std::string line = read_all("/proc/" + std::to_string(id) + "/stat");
    const auto end = line.rfind(')');
    std::vector<std::string> fields;
    if (end == std::string::npos) return fields;
    std::istringstream rest(line.substr(end + 1));
    for (std::string field; rest >> field;) fields.push_back(field);
    return fields;
}

std::vector<pid_t> with_descendants(pid_t root) {
    std::multimap<pid_t, pid_t> children;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        const std::string name = entry.path().filename();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        const auto id = static_cast<pid_t>(std::stol(name));
        const auto fields = stat_fields(id);
        if (fields.size() > 1) children.emplace(static_cast<pid_t>(std::stol(fields[1])), id);
    }
    std::vector<pid_t> all{root};
    for (std::size_t next = 0; next < all.size(); ++next) {
        const auto [first, last] = children.equal_range(all[next]);
        for (auto child = first; child != last; ++child) all.push_back(child->second);
    }
    return all;
}

// The number after `key` in a file of lines "key: number".
std::uint64_t number_after(const fs::path& path, const std::string& key) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (line.compare(0, key.size(), key) == 0) return std::strtoull(line.c_str() + key.size(), nullptr, 10);
    }
    return 0;
}

int meaning(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

}  // namespace

Process::Process(const Launch& launch) : started_(std::chrono::steady_clock::now()) {
    // Everything that allocates is done before the fork.
    std::vector<std::string> environment;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        bool replaced = false;
        for (const auto& [name, value] : launch.environment) {
            replaced = replaced || std::strncmp(*entry, (name + "=").c_str(), name.size() + 1) == 0;
        }
        if (!replaced) environment.emplace_back(*entry);
    }
    for (const auto& [name, value] : launch.environment) environment.push_back(name + "=" + value);
    std::vector<char*> arguments, variables;
    for (const auto& argument : launch.command) arguments.push_back(const_cast<char*>(argument.c_str()));
    for (const auto& variable : environment) variables.push_back(const_cast<char*>(variable.c_str()));
    arguments.push_back(nullptr);
    variables.push_back(nullptr);
    const auto program = find_program(launch.command.at(0));
    if (!program) throw std::runtime_error("no program " + launch.command[0]);
    const std::string path = *program, output = launch.output.empty() ? "/dev/null" : launch.output.string();

    started_ = std::chrono::steady_clock::now();
    id_ = fork();
    if (id_ < 0) throw std::runtime_error("fork failed");
    if (id_ == 0) {
        setpgid(0, 0);
        prctl(PR_SET_PDEATHSIG, SIGTERM);  // nothing stays behind a test that was ended
        const int in = open("/dev/null", O_RDONLY);
        const int out = open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
        dup2(in, 0);
        dup2(out, 1);
        dup2(out, 2);
        for (int descriptor = 3; descriptor < 256; ++descriptor) {
            if (descriptor != launch.inherited_descriptor) close(descriptor);
        }
        execve(path.c_str(), arguments.data(), variables.data());
        _exit(127);
    }
}

Process::~Process() {
    if (!status_) stop();
}

bool Process::running() {
    if (status_) return false;
    int status = 0;
    if (waitpid(id_, &status, WNOHANG) == id_) status_ = meaning(status);
    return !status_;
}

std::optional<int> Process::wait(std::chrono::milliseconds at_most) {
    const auto deadline = std::chrono::steady_clock::now() + at_most;
    while (running()) {
        if (std::chrono::steady_clock::now() >= deadline) return std::nullopt;
        std::this_thread::sleep_for(5ms);
    }
    return status_;
}

int Process::stop() {
    if (running()) {
        const auto all = with_descendants(id_);
        kill(id_, SIGTERM);
        if (!wait(3s)) kill(id_, SIGKILL);
        // What it left behind: only processes seen to be its own, and still of its group or its orphans of this moment.
        for (std::size_t i = 1; i < all.size(); ++i) {
            if (getpgid(all[i]) == id_) kill(all[i], SIGKILL);
        }
        wait(3s);
    }
    return status_.value_or(-1);
}

Usage Process::usage() const {
    Usage sum;
    const double ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
    for (const pid_t id : with_descendants(id_)) {
        const auto fields = stat_fields(id);
        if (fields.size() < 13) continue;
        const fs::path folder = "/proc/" + std::to_string(id);
        sum.cpu_seconds += (std::stod(fields[11]) + std::stod(fields[12])) / ticks;
        sum.resident_share += number_after(folder / "smaps_rollup", "Pss:") * 1024;
        sum.written += number_after(folder / "io", "write_bytes:");
        ++sum.processes;
    }
    return sum;
}

std::vector<pid_t> Process::descendants() const {
    auto all = with_descendants(id_);
    all.erase(all.begin());
    return all;
}

std::string command_of(pid_t id) {
    std::string words = read_all("/proc/" + std::to_string(id) + "/cmdline");
    for (char& letter : words) letter = letter == '\0' ? ' ' : letter;
    return words;
}

std::string run_to_end(const Launch& launch, std::chrono::milliseconds at_most) {
    std::array<char, 32> name{"/tmp/vstrecha-run-XXXXXX"};
    const int file = mkstemp(name.data());
    if (file < 0) throw std::runtime_error("no temporary file");
    close(file);
    Launch with_output = launch;
    with_output.output = name.data();
    Process process(with_output);
    const auto status = process.wait(at_most);
    const std::string said = read_all(name.data());
    unlink(name.data());
    if (!status) throw std::runtime_error(launch.command[0] + " did not end in time:\n" + said);
    if (*status != 0) throw std::runtime_error(launch.command[0] + " failed (" + std::to_string(*status) + "):\n" + said);
    return said;
}

std::optional<fs::path> find_program(const std::string& name) {
    if (name.find('/') != std::string::npos) {
        return access(name.c_str(), X_OK) == 0 ? std::optional<fs::path>(name) : std::nullopt;
    }
    const char* path = std::getenv("PATH");
    std::istringstream folders(path != nullptr ? path : "/usr/bin:/bin");
    for (std::string folder; std::getline(folders, folder, ':');) {
        const fs::path candidate = fs::path(folder) / name;
        if (access(candidate.c_str(), X_OK) == 0) return candidate;
    }
    return std::nullopt;
}

}  // namespace support
