package dev.plimsoll.layer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plimsoll.cache.Form;
import dev.plimsoll.image.Bytes;
import dev.plimsoll.reference.Digest;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// How a layer's contents are written down: a few figures, then its table column by column.
///
/// A column that is added to the table is added to [EntryTable#write] and [EntryTable#read], and
/// the version of facts goes up.
public final class LayerForm implements Form<LayerContents> {
  @Override
  public void write(LayerContents layer, DataOutputStream out) throws IOException {
    out.writeUTF(layer.diffId().toString());
    out.writeLong(layer.stored().count());
    out.writeLong(layer.archive().count());
    out.writeInt(layer.remarks().size());
    for (String remark : layer.remarks()) {
      Columns.write(remark.getBytes(UTF_8), out);
    }
    layer.table().write(out);
  }

  @Override
  public LayerContents read(DataInputStream in) throws IOException {
    try {
      Digest diffId = Digest.parse(in.readUTF());
      Bytes stored = new Bytes(in.readLong());
      Bytes archive = new Bytes(in.readLong());
      List<String> remarks = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        remarks.add(new String(Columns.readBytes(in), UTF_8));
      }
      return new LayerContents(EntryTable.read(in), diffId, stored, archive, remarks);
    } catch (IllegalArgumentException e) {
      throw new IOException("it is no layer", e);
    }
  }
}
