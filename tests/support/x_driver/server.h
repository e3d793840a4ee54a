#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "tests/support/x_driver/process.h"

namespace support {

// An X server of one's own, ended with this. It takes the first display number that is free and listens on no network.
class Server {
  public:
    // Xvfb, drawn in software.
    [[nodiscard]] static std::unique_ptr<Server> virtual_screen(int width, int height);
    // Xorg with the dummy video driver, 1280x800, whose only device is a touch panel (touch_device.h talks to it).
    // `folder` takes its socket, configuration and log.
    [[nodiscard]] static std::unique_ptr<Server> touch_panel(const std::filesystem::path& folder);
    // Empty, or which program or driver a touch_panel() lacks here.
    [[nodiscard]] static std::string touch_panel_lacks();

    [[nodiscard]] const std::string& display() const { return display_; }  // ":7"
    [[nodiscard]] const std::filesystem::path& touch_socket() const { return touch_socket_; }

  private:
    Server() = default;
    std::unique_ptr<Process> process_;
    std::string display_;
    std::filesystem::path touch_socket_;
};

// Software drawing everywhere, and this server: what every program under test is started with.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> environment_of(const Server& server);

}  // namespace support
