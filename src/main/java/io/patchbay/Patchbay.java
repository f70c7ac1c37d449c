package io.patchbay;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The integrations directory whose status never lies. */
@SpringBootApplication
public class Patchbay {
  public static void main(String[] args) {
    SpringApplication.run(Patchbay.class, args);
  }
}
