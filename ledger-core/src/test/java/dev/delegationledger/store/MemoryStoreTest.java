package dev.delegationledger.store;

import dev.delegationledger.testing.StoreContract;

class MemoryStoreTest extends StoreContract {
  @Override
  protected Store emptyStore() {
    return MemoryStore.empty();
  }
}
