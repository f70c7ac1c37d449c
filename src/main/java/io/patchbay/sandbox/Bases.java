package io.patchbay.sandbox;

import java.net.URI;

/** Where the pretend hosts stand: {@code http://127.0.0.1:PORT/api.github.com}. */
record Bases(URI server) {
  String of(String host) {
    return server + "/" + host;
  }
}
