#include "tests/support/x_driver/touch_device.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <stdexcept>

namespace support {
namespace {

// The wire form of Xorg's inputtest driver, version 1.1 (xf86-input-inputtest-protocol.h of xserver-xorg-dev), stated
// here so that tests build where that package is missing.
constexpr std::uint16_t kMajor = 1, kMinor = 1;
constexpr int kMaxValuators = 64, kAxisMax = 65535;
enum class EventType : std::uint32_t { client_version = 0, wait_for_sync = 1, touch = 6 };
enum TouchType : int { touch_begin = 18, touch_update = 19, touch_end = 20 };  // XI_TouchBegin and the next two

struct Header {
    std::uint32_t length;  // of the whole message, header and all
    EventType type;
};
struct Valuators {
    std::uint32_t has_unaccelerated;
    std::uint8_t mask[kMaxValuators / 8];
    double values[kMaxValuators];
    double unaccelerated[kMaxValuators];
};
struct VersionMessage {
    Header header;
    std::uint16_t major, minor;
};
struct TouchMessage {
    Header header;
    std::uint32_t finger;
    std::uint32_t type;
    Valuators valuators;
};

void read_answer(int socket) {
    Header header{};
    if (read(socket, &header, sizeof header) != sizeof header) throw std::runtime_error("the touch panel does not answer");
    char rest[256];
    if (header.length > sizeof header &&
        read(socket, rest, header.length - sizeof header) != static_cast<ssize_t>(header.length - sizeof header)) {
        throw std::runtime_error("the touch panel answered by half");
    }
}

}  // namespace

TouchDevice::TouchDevice(const std::filesystem::path& path) : socket_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.string().size() >= sizeof address.sun_path) throw std::runtime_error("the socket's path is too long");
    std::strcpy(address.sun_path, path.c_str());
    if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("no touch panel at " + path.string());
    }
    const VersionMessage hello{{sizeof hello, EventType::client_version}, kMajor, kMinor};
    if (write(socket_, &hello, sizeof hello) != sizeof hello) throw std::runtime_error("the touch panel took no greeting");
    read_answer(socket_);
}

TouchDevice::~TouchDevice() { close(socket_); }

void TouchDevice::send(int finger, int type, double x, double y) {
    TouchMessage message{};
    message.header = {sizeof message, EventType::touch};
    message.finger = static_cast<std::uint32_t>(finger);
    message.type = static_cast<std::uint32_t>(type);
    message.valuators.mask[0] = 3;  // the first two axes
    message.valuators.values[0] = x * kAxisMax;
    message.valuators.values[1] = y * kAxisMax;
    if (write(socket_, &message, sizeof message) != sizeof message) throw std::runtime_error("the touch panel is gone");
}

void TouchDevice::down(int finger, double x, double y) { send(finger, touch_begin, x, y); }
void TouchDevice::move(int finger, double x, double y) { send(finger, touch_update, x, y); }
void TouchDevice::up(int finger, double x, double y) { send(finger, touch_end, x, y); }

void TouchDevice::wait_until_taken() {
    const Header message{sizeof message, EventType::wait_for_sync};
    if (write(socket_, &message, sizeof message) != sizeof message) throw std::runtime_error("the touch panel is gone");
    read_answer(socket_);
}

}  // namespace support
