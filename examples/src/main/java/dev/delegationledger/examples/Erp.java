package dev.delegationledger.examples;

import dev.delegationledger.Permit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tool: a small ERP system with open invoices and a book of payments. It does nothing without a
 * permit of the ledger, and then exactly what the permit says. For one thread.
 */
final class Erp {
  /**
   * An open invoice.
   *
   * @param amount in cents
   */
  record Invoice(String vendor, long amount) {}

  /**
   * A payment that was made.
   *
   * @param amount in cents
   */
  record Payment(String invoice, String vendor, long amount) {
    @Override
    public String toString() {
      return amount + " cents to " + vendor + " for " + invoice;
    }
  }

  private final Map<String, Invoice> open = new LinkedHashMap<>();
  private final List<Payment> book = new ArrayList<>();

  Erp() {
    open.put("INV-4711", new Invoice("V-7", 84_000));
    open.put("INV-4712", new Invoice("V-7", 12_500));
  }

  /** Looks an invoice up. */
  Invoice read(Permit permit) {
    requireTool(permit, Delegation.READ);
    return invoice(permit.text("invoice"));
  }

  /**
   * Pays an invoice in full.
   *
   * @return the booking's number
   */
  String pay(Permit permit) {
    requireTool(permit, Delegation.PAY);
    if (permit.repeated()) {
      throw new IllegalStateException("this permit may have been used: look into the book first");
    }
    String number = permit.text("invoice");
    Payment payment = new Payment(number, permit.text("vendor"), permit.whole("amount"));
    Invoice due = invoice(number);
    if (!due.equals(new Invoice(payment.vendor(), payment.amount()))) {
      throw new IllegalArgumentException("expected a payment of " + due + ", got " + payment);
    }
    open.remove(number);
    book.add(payment);
    return "booking " + book.size();
  }

  /** All payments so far. */
  List<Payment> book() {
    return List.copyOf(book);
  }

  private Invoice invoice(String number) {
    Invoice invoice = open.get(number);
    if (invoice == null) {
      throw new IllegalArgumentException("no open invoice " + number);
    }
    return invoice;
  }

  private static void requireTool(Permit permit, String tool) {
    if (!permit.tool().equals(tool)) {
      throw new IllegalArgumentException(
          "expected a permit for " + tool + ", got one for " + permit.tool());
    }
  }
}
