// The data of the page: what stands in its columns becomes one object a record.
const data = JSON.parse(document.getElementById("data").textContent);
const records = readRecords();

function readRecords() {
  const columns = Object.entries(data.columns).filter(([, column]) => column !== null);
  const anchors = new Map();
  const found = [];
  for (let i = 0; i < data.size; i++) {
    const record = { i };
    for (const [name, column] of columns) {
      const value = Array.isArray(column) ? column[i] : column.pool[column.at[i]];
      if (value !== null) record[name] = value;
    }
    record.chain = data.chains[i] === null ? null : data.chains[i].map((place) => data.steps[place]);
    record.anchor = freeAnchor(record, anchors);
    found.push(record);
  }
  return found;
}

// Two records of one place have two anchors, so that each can be linked to.
function freeAnchor(record, anchors) {
  const plain = `${data.documents[record.document].key}-${record.start}-${record.end}`;
  const earlier = anchors.get(plain) || 0;
  anchors.set(plain, earlier + 1);
  return earlier ? `${plain}~${earlier + 1}` : plain;
}
