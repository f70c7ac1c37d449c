package io.patchbay.operator;

import io.patchbay.catalog.Auth;
import io.patchbay.catalog.Integration;
import io.patchbay.catalog.Webhook;
import io.patchbay.shell.BaseUrl;
import io.patchbay.shell.Words;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** What an operator registers at a provider, letter by letter. */
@Component
class Addresses {
  private final BaseUrl base;

  Addresses(BaseUrl base) {
    this.base = base;
  }

  static boolean asksForConsent(Integration integration) {
    return integration.auth() instanceof Auth.OAuth2;
  }

  /** Whether its webhooks are signed with the app's secret. */
  static boolean signsWebhooks(Integration integration) {
    var webhook = integration.webhook();
    return webhook != null && webhook.signature().secretFrom() == Webhook.SecretFrom.APP;
  }

  List<AppPage.Address> of(Integration integration, Words words) {
    var addresses = new ArrayList<AppPage.Address>();
    if (asksForConsent(integration)) {
      addresses.add(
          new AppPage.Address(words.of("app.redirect_uri"), callback(integration.slug())));
    }
    if (signsWebhooks(integration)) {
      addresses.add(
          new AppPage.Address(
              words.of("app.webhook_address"), base.get() + "/hooks/" + integration.slug()));
    }
    return addresses;
  }

  String callback(String slug) {
    return base.get() + "/oauth/callback/" + slug;
  }
}
