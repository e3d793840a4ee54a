#include "tests/support/avahi/avahi_daemon.h"

#include <stdlib.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/support/x_driver/process.h"

namespace support {

namespace {

using namespace std::chrono_literals;

// Everybody may do everything: there is nobody else.
constexpr const char* kBus = R"(<busconfig>
  <type>system</type>
  <listen>unix:path=BUS</listen>
  <auth>EXTERNAL</auth><auth>ANONYMOUS</auth><allow_anonymous/>
  <policy context="default">
    <allow user="*"/><allow own="*"/>
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
  </policy>
</busconfig>
)";

constexpr const char* kAvahi = R"([server]
host-name=school-pc
use-ipv4=yes
use-ipv6=no
allow-interfaces=lo
[wide-area]
enable-wide-area=no
[publish]
publish-workstation=no
publish-hinfo=no
)";

// The daemon keeps the number of its process in /run, which it must not share with one of this machine.
constexpr const char* kInside =
    "mount -t tmpfs none /run && ip link set lo up && exec avahi-daemon --file=\"$0\" --no-drop-root --no-rlimits "
    "--no-chroot --no-proc-title";

void write(const std::filesystem::path& file, const std::string& text) {
    std::ofstream stream{file};
    stream << text;
    if (!stream.flush()) throw std::runtime_error("cannot write " + file.string());
}

}  // namespace

AvahiDaemon& AvahiDaemon::shared() {
    static AvahiDaemon daemon;
    return daemon;
}

AvahiDaemon::AvahiDaemon() {
    const std::string bus = folder_ / "bus";
    std::string configuration = kBus;
    configuration.replace(configuration.find("BUS<"), 3, bus);
    write(folder_ / "bus.conf", configuration);
    write(folder_ / "avahi.conf", kAvahi);
    bus_ = std::make_unique<Process>(Launch{
        .command = {"dbus-daemon", "--config-file=" + (folder_ / "bus.conf").string(), "--nofork", "--nopidfile"},
        .environment = {},
        .output = folder_ / "bus.log"});
    for (int i = 0; i < 200 && !std::filesystem::exists(bus); ++i) {
        if (bus_->wait(50ms)) break;
    }
    if (!std::filesystem::exists(bus)) throw std::runtime_error("dbus-daemon did not start (Debian's package dbus)");
    setenv("DBUS_SYSTEM_BUS_ADDRESS", ("unix:path=" + bus).c_str(), 1);
    start();
}

AvahiDaemon::~AvahiDaemon() {
    unsetenv("DBUS_SYSTEM_BUS_ADDRESS");
}

void AvahiDaemon::start() {
    std::vector<std::string> command{"unshare", "--net", "--mount"};
    if (geteuid() != 0) command.insert(command.begin() + 1, {"--user", "--map-root-user"});
    command.insert(command.end(), {"sh", "-c", kInside, folder_ / "avahi.conf"});
    daemon_ = std::make_unique<Process>(Launch{.command = command, .environment = {}, .output = folder_ / "avahi.log"});
}

void AvahiDaemon::stop() {
    daemon_->stop();
    daemon_.reset();
}

}  // namespace support
