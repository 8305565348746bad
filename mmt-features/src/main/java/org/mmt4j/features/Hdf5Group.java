package org.mmt4j.features;

import io.jhdf.Constants;
import io.jhdf.GroupSymbolTableNode;
import io.jhdf.LocalHeap;
import io.jhdf.ObjectHeader;
import io.jhdf.SymbolTableEntry;
import io.jhdf.Utils;
import io.jhdf.btree.BTreeV1;
import io.jhdf.object.message.LinkInfoMessage;
import io.jhdf.object.message.LinkMessage;
import io.jhdf.object.message.SymbolTableMessage;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The links in a group of a file, in both formats of groups. This class replaces the group of jHDF,
 * which reads the file without a limit on its structure.
 */
final class Hdf5Group {

  private static final int SOFT_LINK = 2;

  private final Hdf5Structure file;
  private final Map<String, Link> links = new LinkedHashMap<>();

  /** A name in a group. */
  sealed interface Link {

    /** An object of the file, by the address of its header. */
    record Hard(long address) implements Link {}

    /** A path in the same file, from the root if it starts with a slash. */
    record Soft(String path) implements Link {}

    /** A place in another file, which is not read. */
    record External(String file) implements Link {}
  }

  private Hdf5Group(Hdf5Structure file) {
    this.file = file;
  }

  /** Returns whether a header is that of a group. */
  static boolean isGroup(ObjectHeader header) {
    return header.hasMessageOfType(SymbolTableMessage.class)
        || header.hasMessageOfType(LinkInfoMessage.class);
  }

  /** Returns the links of a group by name, in the order of the file. */
  static Map<String, Link> links(Hdf5Structure file, ObjectHeader header) {
    Hdf5Group reader = new Hdf5Group(file);
    if (header.hasMessageOfType(SymbolTableMessage.class)) {
      reader.addTable(header.getMessageOfType(SymbolTableMessage.class));
    } else {
      reader.addLinks(header);
    }
    return reader.links;
  }

  private void addTable(SymbolTableMessage table) {
    ByteBuffer names = new LocalHeap(file, table.getLocalHeapAddress()).getDataBuffer();
    for (long node : BTreeV1.createGroupBTree(file, table.getBTreeAddress()).getChildAddresses()) {
      for (SymbolTableEntry entry : new GroupSymbolTableNode(file, node).getSymbolTableEntries()) {
        links.put(
            text(names, entry.getLinkNameOffset()),
            entry.getCacheType() == SOFT_LINK
                ? new Link.Soft(text(names, entry.getLinkValueOffset()))
                : new Link.Hard(entry.getObjectHeaderAddress()));
      }
    }
  }

  private String text(ByteBuffer names, int offset) {
    names.position(offset);
    String text = Utils.readUntilNull(names);
    file.spend(text.length());
    return text;
  }

  private void addLinks(ObjectHeader header) {
    LinkInfoMessage info = header.getMessageOfType(LinkInfoMessage.class);
    if (info.getBTreeNameIndexAddress() == Constants.UNDEFINED_ADDRESS) {
      header.getMessagesOfType(LinkMessage.class).forEach(this::add);
      return;
    }
    Hdf5Heap heap = new Hdf5Heap(file, info.getFractalHeapAddress());
    new Hdf5NameTree(file, info.getBTreeNameIndexAddress())
        .forEach(id -> add(LinkMessage.fromBuffer(heap.object(id), file.getSuperblock())));
  }

  private void add(LinkMessage link) {
    links.put(
        link.getLinkName(),
        switch (link.getLinkType()) {
          case HARD -> new Link.Hard(link.getHardLinkAddress());
          case SOFT -> new Link.Soft(link.getSoftLink());
          case EXTERNAL -> new Link.External(link.getExternalFile());
        });
  }
}
