#pragma once

#include <filesystem>

namespace support {

// The fingers on the touch panel of Server::touch_panel(): real XI2 touches, of which X makes pointer events for programs
// that know only a mouse. Positions are parts of the screen, 0 to 1. Throws where the server does not answer.
class TouchDevice {
  public:
    explicit TouchDevice(const std::filesystem::path& socket);
    ~TouchDevice();
    TouchDevice(const TouchDevice&) = delete;
    TouchDevice& operator=(const TouchDevice&) = delete;

    void down(int finger, double x, double y);
    void move(int finger, double x, double y);
    void up(int finger, double x, double y);
    // Returns when the server has taken in all that was sent.
    void wait_until_taken();

  private:
    void send(int finger, int type, double x, double y);
    int socket_ = -1;
};

}  // namespace support
