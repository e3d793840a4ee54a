#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace support {

struct Launch {
    std::vector<std::string> command;                              // found in PATH
    std::vector<std::pair<std::string, std::string>> environment;  // added to the present one
    std::filesystem::path output;                                  // both streams; empty: thrown away
    int inherited_descriptor = -1;                                 // left open in the program
};

// What a program and every process it started have used since they began.
struct Usage {
    double cpu_seconds = 0;             // user and system, in ticks of 10 ms
    std::uint64_t resident_share = 0;   // PSS in bytes
    std::uint64_t written = 0;          // bytes sent towards storage (write_bytes of /proc/PID/io)
    int processes = 0;
};

// A program, ended with everything it started when this goes. One thread.
class Process {
  public:
    explicit Process(const Launch& launch);
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    [[nodiscard]] pid_t id() const { return id_; }
    [[nodiscard]] std::chrono::steady_clock::time_point started() const { return started_; }
    [[nodiscard]] bool running();
    // Asks it to end, then ends it after three seconds. The exit status, or 128 and the signal.
    int stop();
    // Nothing where it still runs after that time.
    std::optional<int> wait(std::chrono::milliseconds at_most);
    [[nodiscard]] Usage usage() const;
    // What it started, and what these started.
    [[nodiscard]] std::vector<pid_t> descendants() const;

  private:
    pid_t id_ = -1;
    std::optional<int> status_;
    std::chrono::steady_clock::time_point started_;
};

// Runs a program to its end. Throws where it fails or takes longer; the text is what it said.
std::string run_to_end(const Launch& launch, std::chrono::milliseconds at_most);

// The command line of a process, its words joined by spaces; empty where it is gone.
[[nodiscard]] std::string command_of(pid_t id);

// Where PATH has this program, if it does.
[[nodiscard]] std::optional<std::filesystem::path> find_program(const std::string& name);

}  // namespace support
