#include <alsa/asoundlib.h>
#include <dlfcn.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "platform/linux/linux.h"

namespace platform_linux {

namespace {

constexpr unsigned kRate = 44100;  // samples a second, mono
constexpr unsigned kLatencyMicroseconds = 60000;
constexpr double kVolume = 0.25;
constexpr double kFadeSeconds = 0.008;           // at both ends of a note, or it clicks
constexpr std::chrono::seconds kRetryAfter{60};  // a device that was missing is looked for again, but not at each tap

struct Note {
    double hertz;
    double seconds;
};

void add_note(std::vector<std::int16_t>& samples, Note note) {
    const int count = static_cast<int>(note.seconds * kRate);
    for (int i = 0; i < count; ++i) {
        const double at = static_cast<double>(i) / kRate;
        const double fade = std::min({1.0, at / kFadeSeconds, (note.seconds - at) / kFadeSeconds});
        const double wave = std::sin(2 * M_PI * note.hertz * at) + 0.2 * std::sin(4 * M_PI * note.hertz * at);
        samples.push_back(static_cast<std::int16_t>(wave * fade * kVolume / 1.2 * INT16_MAX));
    }
}

// Recorded goes up (C6, G6), refused goes down, lower and duller (E4, C4).
std::vector<std::int16_t> samples_of(api::Sound sound) {
    std::vector<std::int16_t> samples;
    if (sound == api::Sound::recorded) {
        add_note(samples, {1046.5, 0.07});
        add_note(samples, {1568.0, 0.13});
    } else {
        add_note(samples, {329.6, 0.11});
        add_note(samples, {261.6, 0.17});
    }
    return samples;
}

// ALSA would write to stderr that there is no device.
void keep_quiet(const char*, int, const char*, int, const char*, ...) {}

// libasound is loaded by the first sound and not by the start of the program, where it would cost time and memory.
class Alsa {
  public:
    Alsa() : library_(::dlopen("libasound.so.2", RTLD_NOW | RTLD_LOCAL)) {
        if (library_ == nullptr) return;
        complete_ = find(open_, "snd_pcm_open") && find(set_params_, "snd_pcm_set_params") &&
                    find(writei_, "snd_pcm_writei") && find(recover_, "snd_pcm_recover") &&
                    find(drain_, "snd_pcm_drain") && find(close_, "snd_pcm_close") &&
                    find(free_configuration_, "snd_config_update_free_global") &&
                    find(set_error_handler_, "snd_lib_error_set_handler");
        if (complete_) set_error_handler_(keep_quiet);
    }
    // False where there is no device.
    bool play(const std::vector<std::int16_t>& samples) {
        if (!complete_) return false;
        snd_pcm_t* device = nullptr;
        if (open_(&device, "default", SND_PCM_STREAM_PLAYBACK, 0) < 0) {
            free_configuration_();
            return false;
        }
        const bool ready = set_params_(device, SND_PCM_FORMAT_S16, SND_PCM_ACCESS_RW_INTERLEAVED, 1, kRate, 1,
                                       kLatencyMicroseconds) >= 0;
        std::size_t done = 0;
        while (ready && done < samples.size()) {
            snd_pcm_sframes_t written = writei_(device, samples.data() + done, samples.size() - done);
            if (written < 0) written = recover_(device, static_cast<int>(written), 1);
            if (written < 0) break;
            done += static_cast<std::size_t>(written);
        }
        if (ready) drain_(device);
        close_(device);
        return ready;
    }

  private:
    template <class Function>
    bool find(Function& function, const char* name) {
        function = reinterpret_cast<Function>(::dlsym(library_, name));
        return function != nullptr;
    }

    void* library_;
    bool complete_ = false;
    decltype(&snd_pcm_open) open_ = nullptr;
    decltype(&snd_pcm_set_params) set_params_ = nullptr;
    decltype(&snd_pcm_writei) writei_ = nullptr;
    decltype(&snd_pcm_recover) recover_ = nullptr;
    decltype(&snd_pcm_drain) drain_ = nullptr;
    decltype(&snd_pcm_close) close_ = nullptr;
    decltype(&snd_config_update_free_global) free_configuration_ = nullptr;
    decltype(&snd_lib_error_set_handler) set_error_handler_ = nullptr;
};

bool machine_has_sound() {
    std::error_code error;
    return std::filesystem::exists("/dev/snd/controlC0", error) || std::filesystem::exists("/dev/snd/controlC1", error);
}

// A sound that is asked for while another plays waits; of several, the last is played.
class AlsaSounder : public api::Sounder {
  public:
    ~AlsaSounder() override {
        {
            const std::lock_guard lock{mutex_};
            ending_ = true;
        }
        changed_.notify_one();
        if (thread_.joinable()) thread_.join();
    }

    void play(api::Sound sound) override {
        const std::lock_guard lock{mutex_};
        next_ = sound;
        if (!thread_.joinable()) {
            thread_ = std::thread{[this] { run(); }};
        } else {
            changed_.notify_one();
        }
    }

  private:
    void run() {
        std::optional<Alsa> alsa;
        std::optional<std::chrono::steady_clock::time_point> silent_until;
        std::unique_lock lock{mutex_};
        while (true) {
            changed_.wait(lock, [this] { return ending_ || next_.has_value(); });
            if (ending_) return;
            const api::Sound sound = *std::exchange(next_, std::nullopt);
            lock.unlock();
            const auto now = std::chrono::steady_clock::now();
            if (!silent_until || now >= *silent_until) {
                silent_until.reset();
                bool played = false;
                if (machine_has_sound()) {
                    if (!alsa) alsa.emplace();
                    played = alsa->play(samples_of(sound));
                }
                if (!played) silent_until = now + kRetryAfter;
            }
            lock.lock();
        }
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<api::Sound> next_;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace

std::unique_ptr<api::Sounder> make_sounder() {
    return std::make_unique<AlsaSounder>();
}

}  // namespace platform_linux
