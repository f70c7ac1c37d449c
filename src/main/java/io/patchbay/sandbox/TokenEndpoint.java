package io.patchbay.sandbox;

import io.patchbay.sandbox.Ledger.Found;
import io.patchbay.sandbox.Ledger.Redeemed;
import io.patchbay.sandbox.State.Grant;

/**
 * What the pretend providers do alike at their token endpoints (RFC 6749 sections 4.1.3 and 6, RFC
 * 7636 section 4.6). Each says yes and no in its own words.
 */
interface TokenEndpoint {
  String id();

  Ledger ledger();

  Apps apps();

  Reply granted(Ask ask, Grant grant, Right right);

  Reply refused(Ask ask, No why);

  /** By which right a token is given out. */
  enum Right {
    /** A code, whose request did not ask to stay connected. */
    CODE,
    CODE_FOR_LONG,
    REFRESH
  }

  enum No {
    NO_SUCH_CLIENT,
    WRONG_SECRET,
    GRANT_TYPE,
    CODE_UNKNOWN,
    CODE_USED,
    CODE_EXPIRED,
    OTHER_REDIRECT,
    NO_VERIFIER,
    WRONG_VERIFIER,
    REFRESH_UNKNOWN,
    REFRESH_OVER
  }

  /** Whether its tokens are renewed at all. */
  default boolean renews() {
    return true;
  }

  /** Whether a refresh token is good for one use. */
  default boolean rotates() {
    return true;
  }

  default Reply token(Ask ask) {
    if (!apps().isClient(id(), ask)) {
      return refused(ask, No.NO_SUCH_CLIENT);
    }
    if (!apps().knows(id(), ask)) {
      return refused(ask, No.WRONG_SECRET);
    }
    return switch (ask.param("grant_type", "authorization_code")) {
      case "authorization_code" -> exchange(ask);
      case "refresh_token" -> renews() ? refresh(ask) : refused(ask, No.GRANT_TYPE);
      default -> refused(ask, No.GRANT_TYPE);
    };
  }

  private Reply exchange(Ask ask) {
    return switch (ledger()
        .redeem(
            id(),
            ask.param("code", ""),
            ask.param("redirect_uri").orElse(null),
            ask.param("code_verifier").orElse(null))) {
      case Redeemed.Good(State.Code code) ->
          granted(
              ask,
              ledger().grant(id(), code.account(), code.scopes()),
              code.offline() ? Right.CODE_FOR_LONG : Right.CODE);
      case Redeemed.Unknown _ -> refused(ask, No.CODE_UNKNOWN);
      case Redeemed.Used _ -> refused(ask, No.CODE_USED);
      case Redeemed.Expired _ -> refused(ask, No.CODE_EXPIRED);
      case Redeemed.OtherRedirect _ -> refused(ask, No.OTHER_REDIRECT);
      case Redeemed.NoVerifier _ -> refused(ask, No.NO_VERIFIER);
      case Redeemed.WrongVerifier _ -> refused(ask, No.WRONG_VERIFIER);
    };
  }

  private Reply refresh(Ask ask) {
    String token = ask.param("refresh_token", "");
    return switch (rotates()
        ? ledger().spend(id(), token)
        : ledger().find(id(), State.Kind.REFRESH, token)) {
      case Found.Live(Grant grant) -> granted(ask, grant, Right.REFRESH);
      case Found.Expired _, Found.Revoked _ -> refused(ask, No.REFRESH_OVER);
      case Found.Unknown _ -> refused(ask, No.REFRESH_UNKNOWN);
    };
  }
}
