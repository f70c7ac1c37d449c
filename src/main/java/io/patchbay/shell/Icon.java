package io.patchbay.shell;

import gg.jte.Content;
import gg.jte.TemplateOutput;
import java.nio.charset.StandardCharsets;

/**
 * The pictures we draw ourselves, on a grid of 16: {@code ${Icon.CHECK}} in a template. They are
 * hidden from screen readers, so words stand beside each.
 */
public final class Icon implements Content {
  /** Patchbay's own: two sockets and the cable between them. */
  public static final Icon MARK =
      new Icon(
          "<circle cx='4.4' cy='4.4' r='2.2'/><circle cx='11.6' cy='11.6' r='2.2'/><path d='M6.6 4.4h2.2a2.8 2.8 0 0 1 2.8 2.8v2.2'/>");

  public static final Icon GOOD =
      new Icon("<circle cx='8' cy='8' r='6.2'/><path d='m5.4 8.2 1.8 1.8 3.5-3.8'/>");
  public static final Icon WARN =
      new Icon("<path d='M8 2.2 14.4 13.4H1.6Z'/><path d='M8 6.6v3.2M8 11.4v.3'/>");
  public static final Icon GOING =
      new Icon(
          "<circle cx='8' cy='8' r='6.2'/><path d='M8 4.4a3.6 3.6 0 0 1 0 7.2Z' fill='currentColor'/>");
  public static final Icon QUIET =
      new Icon("<circle cx='8' cy='8' r='6.2' stroke-dasharray='2.6 2.27'/>");
  public static final Icon DISABLED =
      new Icon("<circle cx='8' cy='8' r='6.2'/><path d='M5.4 8h5.2'/>");
  public static final Icon INFO =
      new Icon("<circle cx='8' cy='8' r='6.2'/><path d='M8 7.4v3.6M8 4.9v.3'/>");
  public static final Icon CHECK = new Icon("<path d='m3.2 8.6 3.2 3.2 6.4-7.2'/>");
  public static final Icon SEAL =
      new Icon(
          "<path d='m8 1.8 1.7 1.3 2.1-.1.6 2 1.7 1.3-.7 2 .7 2-1.7 1.2-.6 2.1-2.1-.1L8 14.8l-1.7-1.3-2.1.1-.6-2.1-1.7-1.2.7-2-.7-2 1.7-1.3.6-2 2.1.1Z'/><path d='m5.8 8.4 1.6 1.6 2.9-3.3'/>");
  public static final Icon CROSS = new Icon("<path d='m4 4 8 8M12 4l-8 8'/>");
  public static final Icon PLUS = new Icon("<path d='M8 3v10M3 8h10'/>");
  public static final Icon SEARCH =
      new Icon("<circle cx='7' cy='7' r='4.4'/><path d='m10.4 10.4 3 3'/>");
  public static final Icon LEFT = new Icon("<path d='M10 3.5 5.5 8l4.5 4.5'/>");
  public static final Icon RIGHT = new Icon("<path d='M6 3.5 10.5 8 6 12.5'/>");
  public static final Icon DOWN = new Icon("<path d='M3.5 6 8 10.5 12.5 6'/>");
  public static final Icon OUT =
      new Icon("<path d='M6.5 3.5h-3v9h9v-3M9 2.8h4.2V7M13 3 7.6 8.4'/>");
  public static final Icon AGAIN =
      new Icon(
          "<path d='M13.2 7A5.3 5.3 0 0 0 3.6 5M2.8 9a5.3 5.3 0 0 0 9.6 2M3.4 2.4V5H6M12.6 13.6V11H10'/>");
  public static final Icon COPY =
      new Icon(
          "<rect x='5.6' y='5.6' width='7.6' height='7.6' rx='1.4'/><path d='M10.4 5.4V2.8H2.8v7.6h2.6'/>");
  public static final Icon KEY =
      new Icon("<circle cx='5.2' cy='10.8' r='2.7'/><path d='m7.2 8.8 5.6-5.6M10.2 5.8l2 2'/>");
  public static final Icon LOCK =
      new Icon(
          "<rect x='3.4' y='7' width='9.2' height='6.4' rx='1.4'/><path d='M5.4 6.8V5a2.6 2.6 0 0 1 5.2 0v1.8'/>");
  public static final Icon SHIELD =
      new Icon(
          "<path d='M8 1.9 13 3.7v4c0 3.1-2.1 5.2-5 6.4-2.9-1.2-5-3.3-5-6.4v-4Z'/><path d='m5.8 8 1.6 1.6 2.9-3.2'/>");
  public static final Icon PERSON =
      new Icon(
          "<circle cx='8' cy='5.4' r='2.7'/><path d='M2.8 13.6c.6-2.7 2.6-4 5.2-4s4.6 1.3 5.2 4'/>");
  public static final Icon PEOPLE =
      new Icon(
          "<circle cx='6' cy='5.6' r='2.4'/><path d='M1.4 13.2c.5-2.4 2.3-3.6 4.6-3.6s4.1 1.2 4.6 3.6M10.4 3.4a2.4 2.4 0 0 1 0 4.5M12 9.9c1.4.5 2.3 1.6 2.6 3.3'/>");
  public static final Icon CLOCK =
      new Icon("<circle cx='8' cy='8' r='6.2'/><path d='M8 4.6V8l2.4 1.6'/>");
  public static final Icon WEBHOOK =
      new Icon(
          "<path d='M6 9.6 8 6a2.6 2.6 0 1 0-3-1M7.2 11.6h4.2a2.6 2.6 0 1 0-1.6-4.4M3.8 8.6a2.6 2.6 0 1 0 3.4 3'/>");
  public static final Icon PLUG =
      new Icon("<path d='M5.4 1.8v3M10.6 1.8v3M3.8 4.8h8.4v2.4a4.2 4.2 0 0 1-8.4 0ZM8 11.4v2.8'/>");
  public static final Icon SANDBOX =
      new Icon(
          "<path d='M2.4 5.2 8 2.2l5.6 3v5.6L8 13.8l-5.6-3ZM2.6 5.3 8 8.2l5.4-2.9M8 8.2v5.4'/>");
  public static final Icon SUN =
      new Icon(
          "<circle cx='8' cy='8' r='2.9'/><path d='M8 1.6v1.5M8 12.9v1.5M1.6 8h1.5M12.9 8h1.5M3.5 3.5l1 1M11.5 11.5l1 1M12.5 3.5l-1 1M4.5 11.5l-1 1'/>");
  public static final Icon MOON =
      new Icon("<path d='M13.4 9.6A5.8 5.8 0 0 1 6.4 2.6a5.8 5.8 0 1 0 7 7Z'/>");
  public static final Icon SYSTEM =
      new Icon("<rect x='2' y='3' width='12' height='8' rx='1.2'/><path d='M6 13.6h4'/>");

  private final byte[] svg;

  private Icon(String paths) {
    this.svg =
        ("<svg class=\"icon\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">" + paths + "</svg>")
            .replace('\'', '"')
            .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void writeTo(TemplateOutput output) {
    output.writeBinaryContent(svg);
  }
}
