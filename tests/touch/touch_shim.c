// Preloaded into a headless wlroots 0.15 compositor (cage 0.1, sway 1.7): adds a touch device to the seat and plays the
// file named in TOUCH_SCRIPT as soon as it is there. Lines: down|move|up FINGER X Y (0 to 1), sleep MILLISECONDS.
// It takes the place of two functions of the compositor's libraries, and calls the real ones.

#define _GNU_SOURCE
#define WLR_USE_UNSTABLE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wayland-server-core.h>
#include <wlr/backend.h>
#include <wlr/backend/headless.h>
#include <wlr/backend/multi.h>
#include <wlr/types/wlr_input_device.h>
#include <wlr/types/wlr_touch.h>

enum { kLookAgainMs = 50 };

static struct wlr_backend *headless;
static struct wlr_input_device *device;
static struct wl_event_source *timer;
static FILE *script;

static uint32_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint32_t)(now.tv_sec * 1000 + now.tv_nsec / 1000000);
}

static void find_headless(struct wlr_backend *backend, void *unused) {
    (void)unused;
    if (wlr_backend_is_headless(backend)) headless = backend;
}

static void touch(const char *verb, int finger, double x, double y) {
    if (strcmp(verb, "down") == 0) {
        struct wlr_event_touch_down event = {.device = device, .time_msec = now_ms(), .touch_id = finger, .x = x, .y = y};
        wl_signal_emit(&device->touch->events.down, &event);
    } else if (strcmp(verb, "move") == 0) {
        struct wlr_event_touch_motion event = {.device = device, .time_msec = now_ms(), .touch_id = finger, .x = x, .y = y};
        wl_signal_emit(&device->touch->events.motion, &event);
    } else {
        struct wlr_event_touch_up event = {.device = device, .time_msec = now_ms(), .touch_id = finger};
        wl_signal_emit(&device->touch->events.up, &event);
    }
    wl_signal_emit(&device->touch->events.frame, NULL);
}

static int play(void *path) {
    char line[128], verb[16];
    int finger;
    unsigned milliseconds;
    double x, y;
    if (script == NULL) script = fopen(path, "r");
    if (script == NULL) {
        wl_event_source_timer_update(timer, kLookAgainMs);
        return 0;
    }
    while (fgets(line, sizeof line, script) != NULL) {
        if (sscanf(line, "sleep %u", &milliseconds) == 1) {
            wl_event_source_timer_update(timer, milliseconds > 0 ? (int)milliseconds : 1);
            return 0;
        }
        if (sscanf(line, "%15s %d %lf %lf", verb, &finger, &x, &y) == 4) touch(verb, finger, x, y);
    }
    return 0;
}

bool wlr_backend_start(struct wlr_backend *backend) {
    bool (*real)(struct wlr_backend *) = dlsym(RTLD_NEXT, "wlr_backend_start");
    const bool started = real(backend);
    if (device == NULL) {
        if (wlr_backend_is_multi(backend)) {
            wlr_multi_for_each_backend(backend, find_headless, NULL);
        } else {
            find_headless(backend, NULL);
        }
        if (headless != NULL) device = wlr_headless_add_input_device(headless, WLR_INPUT_DEVICE_TOUCH);
        fprintf(stderr, device != NULL ? "touch_shim: touch device added\n" : "touch_shim: no headless backend\n");
    }
    return started;
}

void wl_display_run(struct wl_display *display) {
    void (*real)(struct wl_display *) = dlsym(RTLD_NEXT, "wl_display_run");
    char *path = getenv("TOUCH_SCRIPT");
    if (device != NULL && path != NULL) {
        timer = wl_event_loop_add_timer(wl_display_get_event_loop(display), play, path);
        wl_event_source_timer_update(timer, kLookAgainMs);
    }
    real(display);
}
