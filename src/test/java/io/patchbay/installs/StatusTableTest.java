package io.patchbay.installs;

import static io.patchbay.testing.Facts.INSTALLED;
import static io.patchbay.testing.Facts.NOW;
import static io.patchbay.testing.Facts.daysAgo;
import static io.patchbay.testing.Facts.hoursAgo;
import static io.patchbay.testing.Facts.minutesAgo;
import static io.patchbay.testing.Facts.slack;
import static io.patchbay.testing.Facts.stripe;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.catalog.Failure;
import io.patchbay.catalog.Step;
import io.patchbay.connections.Evidence;
import io.patchbay.connections.Label;
import io.patchbay.connections.Reason;
import io.patchbay.testing.AnIntegration;
import io.patchbay.testing.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of statuses, row by row, and what is said below it. */
class StatusTableTest {

  @Nested
  class Row1Disabled {
    @Test
    void aDisabledInstallIsDisabledSinceSomebodyDidIt() {
      says(ready().connected().disabled(hoursAgo(4)), Reason.DISABLED, hoursAgo(4));
    }

    @Test
    void disabledWinsOverEveryTrouble() {
      says(
          slack().connected().expired(daysAgo(2)).disabled(hoursAgo(4)),
          Reason.DISABLED,
          hoursAgo(4));
    }

    @Test
    void disabledWinsOverNothingConnected() {
      says(slack().disabled(hoursAgo(4)), Reason.DISABLED, hoursAgo(4));
    }

    @Test
    void aDisabledInstallStillKnowsWhichConnectionsFail() {
      var status =
          ready().connected("a").connected("b").expired(hoursAgo(9)).disabled(hoursAgo(4)).status();
      assertThat(status.failing()).isEqualTo(1);
    }
  }

  @Nested
  class Row2Login {
    @Test
    void anExpiredLoginNeedsAttention() {
      says(ready().connected().expired(hoursAgo(2)), Reason.LOGIN_EXPIRED, hoursAgo(2));
    }

    @Test
    void anAnswerAsAnotherAccountNeedsAttention() {
      says(
          ready().connected().refused(Failure.LOGIN_EXPIRED, "wrong_account", hoursAgo(2)),
          Reason.WRONG_ACCOUNT,
          hoursAgo(2));
    }

    @Test
    void anInterruptedRefreshNeedsAttention() {
      says(
          ready().connected().refused(Failure.LOGIN_EXPIRED, "refresh_interrupted", hoursAgo(2)),
          Reason.REFRESH_INTERRUPTED,
          hoursAgo(2));
    }

    @Test
    void aLoginThatExpiredStaysExpiredWhileTheProviderIsSilent() {
      says(
          ready().connected().expired(daysAgo(1)).unreachable(hoursAgo(1), 9),
          Reason.LOGIN_EXPIRED,
          daysAgo(1));
    }

    @Test
    void aLoginThatNeverWorkedIsStillAnExpiredLogin() {
      says(
          ready().unanswered("acme", hoursAgo(3)).expired(hoursAgo(2)),
          Reason.LOGIN_EXPIRED,
          hoursAgo(2));
    }
  }

  @Nested
  class Row3Permission {
    @Test
    void aRefusalForLackOfPermissionNeedsAttention() {
      says(
          ready().connected().refused(Failure.MISSING_PERMISSION, "missing_scope", hoursAgo(2)),
          Reason.MISSING_PERMISSION,
          hoursAgo(2));
    }

    @Test
    void aRequiredScopeThatWasNotGrantedNeedsAttention() {
      var facts = ready().connected().granted(daysAgo(1), "channels:read", "links:write");
      says(facts, Reason.MISSING_PERMISSION, daysAgo(1));
      assertThat(facts.status().evidence()).extracting(Evidence::code).contains("chat:write");
    }

    @Test
    void aScopeThatTheEntryNowRequiresIsMissingFromAnOldGrant() {
      var drifted = Facts.of(AnIntegration.slack().requires("files:read")).setUp().connected();
      says(
          drifted.granted(daysAgo(5), "channels:read", "chat:write"),
          Reason.MISSING_PERMISSION,
          daysAgo(5));
    }

    @Test
    void aGrantNamesNothingThatTheEntryDoesNotRequire() {
      says(
          ready().connected().granted(daysAgo(5), "channels:read", "chat:write", "admin"),
          Reason.WORKING,
          daysAgo(5));
    }

    @Test
    void whoNeverNamedAScopeIsNotAccusedOfMissingOne() {
      says(ready().connected().grantUnknown(), Reason.WORKING, daysAgo(5));
    }

    @Test
    void aGrantOfNothingMissesEveryRequiredScope() {
      says(ready().connected().granted(daysAgo(2)), Reason.MISSING_PERMISSION, daysAgo(2));
    }

    @Test
    void theFirstCheckMayFindAScopeMissing() {
      says(
          slack().unanswered("acme", hoursAgo(1)).granted(hoursAgo(1), "channels:read"),
          Reason.MISSING_PERMISSION,
          hoursAgo(1));
    }

    @Test
    void theOlderOfRefusalAndMissingScopeSpeaks() {
      says(
          ready()
              .connected()
              .granted(daysAgo(3), "channels:read")
              .refused(Failure.MISSING_PERMISSION, "missing_scope", hoursAgo(2)),
          Reason.MISSING_PERMISSION,
          daysAgo(3));
    }
  }

  @Nested
  class Row4Webhook {
    @Test
    void threeWrongSignaturesSinceTheLastGoodOneNeedAttention() {
      says(
          stripe().setUp().connected().wrongSignatures(3, hoursAgo(2)),
          Reason.WEBHOOK_SIGNATURES_WRONG,
          hoursAgo(2));
    }

    @Test
    void twoWrongSignaturesChangeNothing() {
      says(
          stripe().setUp().connected().wrongSignatures(2, hoursAgo(2)), Reason.WORKING, daysAgo(5));
    }

    @Test
    void wrongSignaturesCountBeforeTheFirstGoodEvent() {
      says(
          stripe().setUp().connected().noEventYet().wrongSignatures(3, hoursAgo(2)),
          Reason.WEBHOOK_SIGNATURES_WRONG,
          hoursAgo(2));
    }

    @Test
    void wrongSignaturesAtASharedAddressNeverChangeAStatus() {
      says(
          Facts.of(AnIntegration.slack().signedByApp(null))
              .setUp()
              .connected()
              .wrongSignatures(99, hoursAgo(2)),
          Reason.WORKING,
          daysAgo(5));
    }

    @Test
    void aWebhookThatIsSilentForLongerThanItsEntryExpectsNeedsAttention() {
      var lastEvent = daysAgo(1).minusMillis(1);
      says(
          stripe().setUp().connected().lastEvent(lastEvent),
          Reason.WEBHOOK_SILENT,
          lastEvent.plus(Duration.ofDays(1)));
    }

    @Test
    void exactlyAsLongAsExpectedIsNotLonger() {
      says(stripe().setUp().connected().lastEvent(daysAgo(1)), Reason.WORKING, daysAgo(5));
    }

    @Test
    void silenceIsNormalWhereTheEntryExpectsNothing() {
      var quiet = AnIntegration.called("quiet").connect("c").webhook("w").signedByConnection(null);
      says(Facts.of(quiet).connected().lastEvent(daysAgo(4)), Reason.WORKING, daysAgo(5));
    }

    @Test
    void aSharedAddressIsNotTheConnectionsOwnToBeSilent() {
      var shared = AnIntegration.slack().signedByApp(Duration.ofDays(1));
      says(Facts.of(shared).setUp().connected().lastEvent(daysAgo(4)), Reason.WORKING, daysAgo(5));
    }

    @Test
    void aWebhookThatNeverDeliveredIsAStepToDoAndNoFailure() {
      var status = says(stripe().setUp().connected().noEventYet(), Reason.STEP_OPEN, INSTALLED);
      assertThat(status.setup().next().map(Step::id)).contains("webhook");
    }
  }

  @Nested
  class Row5Trouble {
    private static final Instant JUST_OVER = minutesAgo(15).minusMillis(1);

    @ParameterizedTest
    @EnumSource(names = {"PROVIDER_OUTAGE", "RATE_LIMITED"})
    void silenceForLongerThanFifteenMinutesAndThreeAttemptsNeedsAttention(Failure why) {
      says(
          ready().connected().silent(why, "http_503", JUST_OVER, 3),
          Reason.valueOf(why.name()),
          JUST_OVER);
    }

    @Test
    void exactlyFifteenMinutesIsNotLonger() {
      says(ready().connected().unreachable(minutesAgo(15), 30), Reason.WORKING, daysAgo(5));
    }

    @Test
    void twoAttemptsAreTooFewHoweverLongAgo() {
      says(ready().connected().unreachable(hoursAgo(10), 2), Reason.WORKING, daysAgo(5));
    }

    @Test
    void aShortOutageStaysConnectedWithAQuietNote() {
      var status =
          says(ready().connected().unreachable(minutesAgo(5), 2), Reason.WORKING, daysAgo(5));
      assertThat(status.failing()).isZero();
      assertThat(status.evidence())
          .anySatisfy(evidence -> {
            assertThat(evidence.fact()).isEqualTo("provider_unreachable");
            assertThat(evidence.at()).isEqualTo(minutesAgo(5));
            assertThat(evidence.code()).isEqualTo("timeout");
          });
    }

    @Test
    void theSameFactsTurnWhenTheFifteenMinutesHavePassed() {
      var facts = ready().connected().unreachable(minutesAgo(5), 3);
      assertThat(facts.statusAt(NOW).label()).isEqualTo(Label.CONNECTED);
      assertThat(facts.statusAt(NOW.plus(Duration.ofMinutes(10))).label())
          .isEqualTo(Label.CONNECTED);
      assertThat(facts.statusAt(NOW.plus(Duration.ofMinutes(10)).plusMillis(1)).label())
          .isEqualTo(Label.NEEDS_ATTENTION);
    }

    @Test
    void anOutageBeforeAnySuccessIsOnlyInProgress() {
      says(
          ready().unanswered("acme", hoursAgo(8)).unreachable(hoursAgo(8), 20),
          Reason.NEVER_CHECKED,
          hoursAgo(8));
    }

    @Test
    void threeFailedSyncRunsInARowNeedAttention() {
      says(ready().connected().failedSyncs(3, hoursAgo(6)), Reason.SYNC_FAILING, hoursAgo(6));
    }

    @Test
    void twoFailedSyncRunsChangeNothing() {
      says(ready().connected().failedSyncs(2, hoursAgo(6)), Reason.WORKING, daysAgo(5));
    }

    @Test
    void aVanishedResourceNeedsAttention() {
      says(ready().connected().vanished(hoursAgo(6)), Reason.RESOURCE_VANISHED, hoursAgo(6));
    }

    @Test
    void noCheckForLongerThanThreeCadencesNeedsAttention() {
      var last = hoursAgo(18).minusMillis(1);
      says(
          ready().connected().checkedLast(last),
          Reason.NOT_CHECKED_LATELY,
          last.plus(Duration.ofHours(18)));
    }

    @Test
    void exactlyThreeCadencesAreNotLonger() {
      says(ready().connected().checkedLast(hoursAgo(18)), Reason.WORKING, daysAgo(5));
    }

    @Test
    void theCadenceIsTheEntrysOwn() {
      var hourly = Facts.of(AnIntegration.slack().checkedEvery(Duration.ofHours(1))).setUp();
      says(hourly.connected().checkedLast(hoursAgo(4)), Reason.NOT_CHECKED_LATELY, hoursAgo(1));
    }

    @Test
    void failedSyncsAndVanishedResourcesBeforeAnySuccessAreOnlyInProgress() {
      var facts = ready().unanswered("acme", daysAgo(3)).failedSyncs(5, daysAgo(2));
      says(facts.vanished(daysAgo(2)), Reason.NEVER_CHECKED, daysAgo(3));
    }

    @Test
    void aMisconfiguredAppNeedsAttentionAtOnce() {
      says(
          ready().connected().refused(Failure.APP_MISCONFIGURED, "invalid_client", NOW),
          Reason.APP_MISCONFIGURED,
          NOW);
    }

    @Test
    void aMisconfiguredAppNeedsNoEarlierSuccess() {
      says(
          slack().unanswered("acme", NOW).refused(Failure.APP_MISCONFIGURED, "invalid_client", NOW),
          Reason.APP_MISCONFIGURED,
          NOW);
    }
  }

  @Nested
  class EveryFailureHasARowOfItsOwn {
    @ParameterizedTest
    @EnumSource
    void asAnAnswer(Failure bucket) {
      says(
          ready().connected().refused(bucket, "http_418", hoursAgo(2)),
          Reason.valueOf(bucket.name()),
          hoursAgo(2));
    }

    @ParameterizedTest
    @EnumSource
    void asALastingSilence(Failure bucket) {
      says(
          ready().connected().silent(bucket, "http_418", hoursAgo(2), 5),
          Reason.valueOf(bucket.name()),
          hoursAgo(2));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"", "http_401", "token_revoked", "a code nobody ever saw", "WRONG_ACCOUNT"})
    void anUnknownCodeOfALoginIsStillALogin(String code) {
      says(
          ready().connected().refused(Failure.LOGIN_EXPIRED, code, hoursAgo(2)),
          Reason.LOGIN_EXPIRED,
          hoursAgo(2));
    }

    @ParameterizedTest
    @EnumSource
    void withAnyCodeInAnyBucketNothingFallsThroughToConnected(Failure bucket) {
      Stream.of("", "wrong_account", "refresh_interrupted", "timeout", "???")
          .map(code -> ready().connected().refused(bucket, code, NOW).status())
          .forEach(status -> assertThat(status.label()).isEqualTo(Label.NEEDS_ATTENTION));
    }

    @ParameterizedTest
    @EnumSource(names = "LOGIN_EXPIRED", mode = EnumSource.Mode.EXCLUDE)
    void aProvidersWordThatLooksLikeOursDoesNotChangeTheBucket(Failure bucket) {
      says(
          ready().connected().refused(bucket, "wrong_account", hoursAgo(2)),
          Reason.valueOf(bucket.name()),
          hoursAgo(2));
    }

    @Test
    void everyBucketIsAReason() {
      assertThat(Arrays.stream(Failure.values()).map(Failure::word))
          .isSubsetOf(
              Arrays.stream(Reason.values()).filter(Reason::failing).map(Reason::word).toList());
    }
  }

  @Nested
  class Rows6And7Setup {
    @Test
    void whatNobodyTurnedOnIsNotSetUp() {
      var status = InstallStatus.at(NOW, AnIntegration.slack().entry(), null);
      assertThat(status.label()).isEqualTo(Label.NOT_SET_UP);
      assertThat(status.reason()).isEqualTo(Reason.NOTHING_CONNECTED);
      assertThat(status.setup().next().map(Step::id)).contains("authorize");
      assertThat(status.setup().requiredTotal()).isEqualTo(3);
    }

    @Test
    void noConnectionAndNoFinishedStepIsNotSetUp() {
      assertThat(slack().status().label()).isEqualTo(Label.NOT_SET_UP);
    }

    @Test
    void aHalfFilledFormIsNoFinishedStep() {
      var two = Facts.of(AnIntegration.called("form").connect("c").form("f", "size", "colour"));
      assertThat(two.saved("f", "size").status().label()).isEqualTo(Label.NOT_SET_UP);
    }

    @Test
    void aStepSetAsideIsNoFinishedStep() {
      assertThat(slack().skipped("previews").status().label()).isEqualTo(Label.NOT_SET_UP);
    }

    @Test
    void oneFinishedStepWithoutAConnectionIsInProgress() {
      says(slack().saved("notify", "events"), Reason.STEP_OPEN, INSTALLED);
    }

    @Test
    void aFinishedOptionalStepIsAFinishedStep() {
      says(slack().saved("previews", "previews"), Reason.STEP_OPEN, INSTALLED);
    }

    @Test
    void anOpenRequiredStepIsInProgress() {
      var status = says(slack().connected().picked("channels", 1), Reason.STEP_OPEN, INSTALLED);
      assertThat(status.setup().next().map(Step::id)).contains("notify");
      assertThat(status.setup().requiredDone()).isEqualTo(2);
      assertThat(status.setup().requiredTotal()).isEqualTo(3);
      assertThat(status.setup().complete()).isFalse();
    }

    @Test
    void skippingARequiredStepDoesNotFinishIt() {
      says(
          slack().connected().picked("channels", 1).skipped("notify"), Reason.STEP_OPEN, INSTALLED);
    }

    @Test
    void anOpenOptionalStepBlocksNothing() {
      var status = says(ready().connected(), Reason.WORKING, daysAgo(5));
      assertThat(status.setup().complete()).isTrue();
      assertThat(status.setup().next()).isEmpty();
    }

    @Test
    void pickingTooFewIsNotPicking() {
      var two = AnIntegration.called("calendar").connect("c").pick("p", "calendar", 2);
      assertThat(Facts.of(two).connected().picked("calendar", 1).status().label())
          .isEqualTo(Label.IN_PROGRESS);
      assertThat(Facts.of(two).connected().picked("calendar", 2).status().label())
          .isEqualTo(Label.CONNECTED);
    }

    @Test
    void aSecondAccountThatWasNeverAnsweredKeepsTheInstallInProgress() {
      says(
          ready().connected("a").unanswered("b", hoursAgo(1)).unreachable(hoursAgo(1), 9),
          Reason.NEVER_CHECKED,
          hoursAgo(1));
    }

    @Test
    void anExpiredLoginNeverUndoesTheConnectStep() {
      assertThat(ready().connected().expired(daysAgo(1)).status().setup().complete()).isTrue();
    }

    @Test
    void aWebhookStepOfTheConnectionsOwnNeedsAnEventForEveryConnection() {
      says(
          stripe().setUp().connected("a").connected("b").noEventYet(), Reason.STEP_OPEN, INSTALLED);
    }

    @Test
    void aWebhookStepOfASharedSecretNeedsOneEvent() {
      var shared = AnIntegration.called("shared").connect("c").webhook("w").signedByApp(null);
      says(Facts.of(shared).connected("a").noEventYet().connected("b"), Reason.WORKING, daysAgo(5));
    }

    @Test
    void troubleWinsOverAnOpenStep() {
      says(slack().connected().expired(hoursAgo(1)), Reason.LOGIN_EXPIRED, hoursAgo(1));
      says(slack().connected().vanished(hoursAgo(1)), Reason.RESOURCE_VANISHED, hoursAgo(1));
    }

    @Test
    void aCredentialThatWaitsForItsFirstAnswerSpeaksBeforeAnOpenStep() {
      var status = says(slack().unanswered("acme", hoursAgo(1)), Reason.NEVER_CHECKED, hoursAgo(1));
      assertThat(status.setup().next().map(Step::id)).contains("authorize");
    }

    @Test
    void everyStepDoneWithoutAnAccountIsNotConnected() {
      var choices = AnIntegration.called("choices").form("f", "size");
      says(Facts.of(choices).setUp(), Reason.STEP_OPEN, INSTALLED);
    }
  }

  @Nested
  class RollingUp {
    @Test
    void everythingDoneAndAnsweredIsConnected() {
      var status = says(ready().connected().workingSince(daysAgo(3)), Reason.WORKING, daysAgo(3));
      assertThat(status.failing()).isZero();
    }

    @Test
    void severalAccountsAreAllWellOnlySinceTheLastOfThemIs() {
      says(
          ready().connected("a").connected("b").workingSince(hoursAgo(1)),
          Reason.WORKING,
          hoursAgo(1));
    }

    @Test
    void theRowsOutrankEachOtherInTheirOrder() {
      var facts = stripeWithScopes().connected().vanished(daysAgo(4));
      says(facts, Reason.RESOURCE_VANISHED, daysAgo(4));
      says(facts.wrongSignatures(3, hoursAgo(4)), Reason.WEBHOOK_SIGNATURES_WRONG, hoursAgo(4));
      says(facts.granted(hoursAgo(3)), Reason.MISSING_PERMISSION, hoursAgo(3));
      says(facts.expired(hoursAgo(2)), Reason.LOGIN_EXPIRED, hoursAgo(2));
      says(facts.disabled(hoursAgo(1)), Reason.DISABLED, hoursAgo(1));
    }

    @Test
    void anExpiredLoginOutranksAnOldOutageOfAnotherAccount() {
      var status =
          says(
              ready()
                  .connected("old")
                  .unreachable(daysAgo(3), 90)
                  .checkedLast(hoursAgo(1))
                  .connected("new")
                  .expired(minutesAgo(1)),
              Reason.LOGIN_EXPIRED,
              minutesAgo(1));
      assertThat(speaker(status)).isEqualTo("new");
    }

    @Test
    void withinARowTheOldestSpeaks() {
      var status =
          says(
              ready()
                  .connected("a")
                  .expired(hoursAgo(2))
                  .connected("b")
                  .refused(Failure.LOGIN_EXPIRED, "wrong_account", hoursAgo(7))
                  .connected("c")
                  .refused(Failure.LOGIN_EXPIRED, "refresh_interrupted", hoursAgo(5)),
              Reason.WRONG_ACCOUNT,
              hoursAgo(7));
      assertThat(speaker(status)).isEqualTo("b");
      assertThat(status.failing()).isEqualTo(3);
    }

    @Test
    void withinARowOfOneConnectionTheOldestSpeaksToo() {
      says(
          ready().connected().failedSyncs(3, hoursAgo(2)).vanished(hoursAgo(3)),
          Reason.RESOURCE_VANISHED,
          hoursAgo(3));
      says(
          ready().connected().failedSyncs(3, hoursAgo(4)).vanished(hoursAgo(3)),
          Reason.SYNC_FAILING,
          hoursAgo(4));
    }

    @Test
    void oneOfFourFails() {
      var status =
          ready()
              .connected("a")
              .connected("b")
              .expired(hoursAgo(1))
              .connected("c")
              .connected("d")
              .status();
      assertThat(status.label()).isEqualTo(Label.NEEDS_ATTENTION);
      assertThat(status.failing()).isEqualTo(1);
      assertThat(status.connections())
          .extracting(c -> c.reason().failing())
          .containsExactly(false, true, false, false);
    }

    @Test
    void failingCountsEveryRowFromTwoToFiveAndNoOther() {
      var status =
          stripeWithScopes()
              .connected("login")
              .expired(hoursAgo(1))
              .connected("scope")
              .granted(hoursAgo(1))
              .connected("webhook")
              .wrongSignatures(3, hoursAgo(1))
              .connected("syncs")
              .failedSyncs(3, hoursAgo(1))
              .unanswered("new", hoursAgo(1))
              .connected("fine")
              .connected("wobbling")
              .unreachable(minutesAgo(2), 1)
              .status();
      assertThat(status.failing()).isEqualTo(4);
      assertThat(status.connections())
          .extracting(c -> c.reason().row())
          .containsExactly(2, 3, 4, 5, 7, 8, 8);
    }

    @Test
    void aPersonalSourceCountsInTheRollUp() {
      var status =
          says(
              ready().connected("a").personalSource("mia").expired(hoursAgo(1)),
              Reason.LOGIN_EXPIRED,
              hoursAgo(1));
      assertThat(status.failing()).isEqualTo(1);
      assertThat(speaker(status)).isEqualTo("mia");
    }

    @Test
    void aPersonalSourceCountsInTheSteps() {
      says(ready().personalSource("mia"), Reason.WORKING, daysAgo(5));
      says(
          stripe().setUp().connected("a").personalSource("mia").noEventYet(),
          Reason.STEP_OPEN,
          INSTALLED);
    }

    @Test
    void everyTroubleCarriesItsEvidenceWithItsTime() {
      var troubled =
          List.of(
              ready().connected().expired(hoursAgo(2)),
              ready().connected().granted(hoursAgo(2)),
              stripe().setUp().connected().wrongSignatures(3, hoursAgo(2)),
              ready().connected().unreachable(hoursAgo(2), 3),
              ready().connected().failedSyncs(3, hoursAgo(2)),
              ready().connected().vanished(hoursAgo(2)),
              ready().disabled(hoursAgo(2)));
      assertThat(troubled)
          .extracting(Facts::status)
          .allSatisfy(status ->
              assertThat(status.evidence()).extracting(Evidence::at).contains(since(status)));
    }

    @Test
    void whatIsOverdueShowsWhenItWasLastHeardOf() {
      assertThat(stripe().setUp().connected().lastEvent(daysAgo(2)).status().evidence())
          .extracting(Evidence::at)
          .contains(daysAgo(2));
      assertThat(ready().connected().checkedLast(daysAgo(2)).status().evidence())
          .extracting(Evidence::at)
          .contains(daysAgo(2));
    }

    @Test
    void aRefusalIsShownWithTheProvidersOwnCode() {
      assertThat(ready().connected().expired(hoursAgo(2)).status().evidence())
          .anySatisfy(evidence -> {
            assertThat(evidence.fact()).isEqualTo("check_refused");
            assertThat(evidence.code()).isEqualTo("token_revoked");
            assertThat(evidence.connection()).isNotNull();
          });
    }
  }

  private static Facts ready() {
    return slack().setUp();
  }

  private static Facts stripeWithScopes() {
    return Facts.of(AnIntegration.stripe().requires("read")).setUp();
  }

  private static InstallStatus says(Facts facts, Reason reason, Instant since) {
    var status = facts.status();
    assertThat(status.reason()).isEqualTo(reason);
    assertThat(status.since()).isEqualTo(since);
    assertThat(status.label()).isEqualTo(reason.label());
    return status;
  }

  private static Instant since(InstallStatus status) {
    return Objects.requireNonNull(status.since());
  }

  private static @Nullable String speaker(InstallStatus status) {
    var speaks = status.speaks();
    return speaks == null ? null : speaks.account().shown();
  }
}
