#pragma once

#include <memory>

#include "tests/support/temporary_folder.h"

namespace support {

class Process;

// One for a whole test binary, because libdbus asks only once where the bus is. Throws std::runtime_error where it
// cannot be had. One thread.
class AvahiDaemon {
  public:
    // Started at the first call, ended with the program.
    static AvahiDaemon& shared();
    ~AvahiDaemon();
    AvahiDaemon(const AvahiDaemon&) = delete;
    AvahiDaemon& operator=(const AvahiDaemon&) = delete;

    // Of avahi-daemon; the bus stays.
    void stop();
    void start();

  private:
    AvahiDaemon();
    TemporaryFolder folder_;
    std::unique_ptr<Process> bus_, daemon_;
};

}  // namespace support
