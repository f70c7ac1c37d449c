package io.patchbay.shell;

/**
 * Where the sandbox has its page of switches. While there is such a bean, every page says that the
 * providers are pretend ones.
 */
public interface SandboxAddress {
  /** The whole address; the sandbox has an origin of its own. */
  String switches();
}
