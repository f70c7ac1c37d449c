package io.patchbay.shell;

import java.net.URI;

/** The public address, which callbacks and webhook addresses are built from; never from Host. */
public interface BaseUrl {
  URI get();
}
