package io.patchbay.webhooks;

import io.patchbay.ids.ConnectionId;
import io.patchbay.ids.Owner;
import io.patchbay.vault.Secret;
import org.springframework.stereotype.Component;

@Component
public class WebhookEndpoints {
  public String address(Owner owner, ConnectionId connection) {
    return "";
  }

  public void saveSecret(Owner owner, ConnectionId connection, Secret secret) {}

  public boolean hasSecret(Owner owner, ConnectionId connection) {
    return false;
  }
}
