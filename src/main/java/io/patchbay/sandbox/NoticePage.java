package io.patchbay.sandbox;

/** One thing to say to a person, in a provider's stead. */
public record NoticePage(String provider, String name, String title, String text) {}
