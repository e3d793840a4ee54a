#pragma once

namespace api {

enum class Sound { recorded, refused };

class Sounder {
  public:
    virtual ~Sounder() = default;
    // Starts a short sound and returns at once; silent where the machine has no sound. UI thread.
    virtual void play(Sound sound) = 0;
};

}  // namespace api
