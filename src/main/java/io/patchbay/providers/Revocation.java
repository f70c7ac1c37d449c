package io.patchbay.providers;

/** What became of the grant at the provider. */
public sealed interface Revocation {
  /** The provider says that it is gone. */
  record Revoked() implements Revocation {}

  /**
   * The provider offers no way; a person does it on the page {@code manage}, where one is known.
   */
  record NotOffered(String manage) implements Revocation {}

  /** Nobody answered, or asked us to come later: worth trying again. */
  record NotNow(String code, String manage) implements Revocation {}

  /** It was asked and did not confirm. */
  record Failed(String code, String manage) implements Revocation {}
}
