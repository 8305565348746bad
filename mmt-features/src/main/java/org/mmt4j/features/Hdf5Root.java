package org.mmt4j.features;

import io.jhdf.Constants;
import io.jhdf.FractalHeap;
import io.jhdf.GroupSymbolTableNode;
import io.jhdf.LocalHeap;
import io.jhdf.ObjectHeader;
import io.jhdf.SymbolTableEntry;
import io.jhdf.Utils;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.btree.BTreeV1;
import io.jhdf.btree.BTreeV2;
import io.jhdf.btree.record.LinkNameForIndexedGroupRecord;
import io.jhdf.dataset.DatasetLoader;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.LinkInfoMessage;
import io.jhdf.object.message.LinkMessage;
import io.jhdf.object.message.SymbolTableMessage;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The links in the root group of a file, in both formats of groups. This class replaces the group
 * of jHDF, which reads the file without a limit on its structure.
 */
final class Hdf5Root {

  private static final int SOFT_LINK = 2;

  private final Hdf5Structure file;
  private final Hdf5Budget budget;
  private final Group parent;
  private final Map<String, Optional<Dataset>> children = new LinkedHashMap<>();

  private Hdf5Root(Hdf5Structure file, Hdf5Budget budget, Group parent) {
    this.file = file;
    this.budget = budget;
    this.parent = parent;
  }

  /**
   * Returns the data sets by name. The value is empty if the name is that of a group or of a soft
   * or external link.
   *
   * @param budget budget for the bytes of names
   * @param root the root group of jHDF; only its address is used
   */
  static Map<String, Optional<Dataset>> children(
      Hdf5Structure file, Hdf5Budget budget, Group root) {
    Hdf5Root reader = new Hdf5Root(file, budget, root);
    ObjectHeader header = ObjectHeader.readObjectHeader(file, root.getAddress());
    if (header.hasMessageOfType(SymbolTableMessage.class)) {
      reader.addTable(header.getMessageOfType(SymbolTableMessage.class));
    } else {
      reader.addLinks(header);
    }
    return reader.children;
  }

  private void addTable(SymbolTableMessage table) {
    ByteBuffer names = new LocalHeap(file, table.getLocalHeapAddress()).getDataBuffer();
    for (long node : BTreeV1.createGroupBTree(file, table.getBTreeAddress()).getChildAddresses()) {
      for (SymbolTableEntry entry : new GroupSymbolTableNode(file, node).getSymbolTableEntries()) {
        names.position(entry.getLinkNameOffset());
        String name = Utils.readUntilNull(names);
        budget.spend(name.length());
        children.put(
            name,
            entry.getCacheType() == SOFT_LINK
                ? Optional.empty()
                : dataset(name, entry.getObjectHeaderAddress()));
      }
    }
  }

  private void addLinks(ObjectHeader header) {
    LinkInfoMessage info = header.getMessageOfType(LinkInfoMessage.class);
    if (info.getBTreeNameIndexAddress() == Constants.UNDEFINED_ADDRESS) {
      header.getMessagesOfType(LinkMessage.class).forEach(this::add);
      return;
    }
    FractalHeap heap = new FractalHeap(file, info.getFractalHeapAddress());
    for (LinkNameForIndexedGroupRecord link :
        new BTreeV2<LinkNameForIndexedGroupRecord>(file, info.getBTreeNameIndexAddress())
            .getRecords()) {
      ByteBuffer message = heap.getId(link.getId());
      budget.spend(message.remaining());
      add(LinkMessage.fromBuffer(message, file.getSuperblock()));
    }
  }

  private void add(LinkMessage link) {
    children.put(
        link.getLinkName(),
        link.getLinkType() == LinkMessage.LinkType.HARD
            ? dataset(link.getLinkName(), link.getHardLinkAddress())
            : Optional.empty());
  }

  private Optional<Dataset> dataset(String name, long address) {
    ObjectHeader header = ObjectHeader.readObjectHeader(file, address);
    return header.hasMessageOfType(DataSpaceMessage.class)
        ? Optional.of(DatasetLoader.createDataset(file, header, name, parent))
        : Optional.empty();
  }
}
