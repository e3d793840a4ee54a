#include "tests/support/x_driver/server.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

namespace support {
namespace {

namespace fs = std::filesystem;

constexpr int kStartMilliseconds = 15'000;

constexpr const char* kTouchPanel = R"(
Section "ServerFlags"
    Option "AutoAddDevices" "false"
    Option "AutoEnableDevices" "true"
    Option "DontVTSwitch" "true"
    Option "AutoAddGPU" "false"
EndSection
Section "Device"
    Identifier "dummy"
    Driver "dummy"
    VideoRam 64000
EndSection
Section "Monitor"
    Identifier "monitor"
    HorizSync 5-1000
    VertRefresh 5-200
    Modeline "1280x800" 83.46 1280 1344 1480 1680 800 801 804 828
EndSection
Section "Screen"
    Identifier "screen"
    Device "dummy"
    Monitor "monitor"
    DefaultDepth 24
    SubSection "Display"
        Depth 24
        Modes "1280x800"
        Virtual 1280 800
    EndSubSection
EndSection
Section "InputDevice"
    Identifier "touch"
    Driver "inputtest"
    Option "SocketPath" "@SOCKET@"
    Option "DeviceType" "Touch"
    Option "TouchCount" "5"
EndSection
Section "ServerLayout"
    Identifier "layout"
    Screen "screen"
    InputDevice "touch"
EndSection
)";

// Starts a server that writes its display number to the descriptor it is given after -displayfd, and reads it.
std::pair<std::unique_ptr<Process>, std::string> start(std::vector<std::string> command, const fs::path& output) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("pipe failed");
    command.insert(command.end(), {"-displayfd", std::to_string(ends[1])});
    auto process = std::make_unique<Process>(Launch{command, {}, output, ends[1]});
    close(ends[1]);
    std::string number;
    pollfd readable{ends[0], POLLIN, 0};
    while (number.find('\n') == std::string::npos && poll(&readable, 1, kStartMilliseconds) > 0) {
        char buffer[16];
        const auto count = read(ends[0], buffer, sizeof buffer);
        if (count <= 0) break;
        number.append(buffer, static_cast<std::size_t>(count));
    }
    close(ends[0]);
    const auto end = number.find('\n');
    if (end == std::string::npos) throw std::runtime_error(command[0] + " did not start; see " + output.string());
    return {std::move(process), ":" + number.substr(0, end)};
}

fs::path xorg_module(const char* name) {
    for (const char* root : {"/usr/lib/xorg/modules", "/usr/lib64/xorg/modules"}) {
        if (fs::exists(fs::path(root) / name)) return fs::path(root) / name;
    }
    return {};
}

}  // namespace

std::unique_ptr<Server> Server::virtual_screen(int width, int height) {
    std::unique_ptr<Server> server(new Server);
    const std::string size = std::to_string(width) + "x" + std::to_string(height) + "x24";
    std::tie(server->process_, server->display_) =
        start({"Xvfb", "-screen", "0", size, "-noreset", "-nolisten", "tcp", "-dpi", "96"}, "/dev/null");
    return server;
}

std::string Server::touch_panel_lacks() {
    if (!find_program("Xorg")) return "Xorg (xserver-xorg-core)";
    if (xorg_module("drivers/dummy_drv.so").empty()) return "the dummy driver (xserver-xorg-video-dummy)";
    if (xorg_module("input/inputtest_drv.so").empty()) return "the inputtest driver (xserver-xorg-core)";
    // The setuid wrapper lets only root start a server from no console.
    if (geteuid() != 0) return "the rights to start Xorg without a console (run as root)";
    return {};
}

std::unique_ptr<Server> Server::touch_panel(const fs::path& folder) {
    fs::create_directories(folder);
    std::unique_ptr<Server> server(new Server);
    server->touch_socket_ = fs::absolute(folder) / "touch.sock";
    fs::remove(server->touch_socket_);
    std::string configuration = kTouchPanel;
    const std::string mark = "@SOCKET@";
    configuration.replace(configuration.find(mark), mark.size(), server->touch_socket_.string());
    std::ofstream(folder / "xorg.conf") << configuration;
    std::tie(server->process_, server->display_) =
        start({"Xorg", "-config", (fs::absolute(folder) / "xorg.conf").string(), "-noreset", "-nolisten", "tcp",
               "-logfile", (fs::absolute(folder) / "xorg.log").string(), "-seat", "seat-touch"},
              folder / "xorg.out");
    if (!fs::exists(server->touch_socket_)) throw std::runtime_error("Xorg made no touch panel; see " + folder.string());
    return server;
}

std::vector<std::pair<std::string, std::string>> environment_of(const Server& server) {
    return {{"DISPLAY", server.display()}, {"LIBGL_ALWAYS_SOFTWARE", "1"}, {"XAUTHORITY", "/dev/null"}};
}

}  // namespace support
