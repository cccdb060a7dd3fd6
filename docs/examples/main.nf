// A job a shard, and one that makes their reports one:
//
//   nextflow run main.nf --records _figures --shards 8
//
// The side tables stay beside the records: jobs are given the path of the folder, not copies of its
// files, and go where it is, so that all see the same names and settings.

params.records = '_figures'
params.shards = 4

// A path as one word of the shell, whatever letters it has.
def word(path) {
    return "'" + path.toString().replace("'", "'\\''") + "'"
}

process VALIDATE {
    input:
    val shard
    val shards
    val records

    output:
    path "${shard}.jsonl"

    script:
    """
    here=\$PWD
    cd -- ${word(records.parent)}
    pfocr validate --fail-on never --shard ${shard}/${shards} --corpus-keys \
        --format jsonl:"\$here/${shard}.jsonl" -- ${word(records.name)}
    """
}

process MERGE_REPORTS {
    publishDir '.', mode: 'copy'

    input:
    path reports

    output:
    path 'findings.*'

    script:
    """
    pfocr merge-reports ${reports} --fail-on never \
        --format text:findings.txt --format sarif:findings.sarif
    """
}

process EXPORT {
    publishDir 'parquet', mode: 'copy'

    input:
    val shard
    val shards
    val records

    output:
    path "${shard}.parquet"

    script:
    """
    here=\$PWD
    cd -- ${word(records.parent)}
    pfocr export --on-error skip --shard ${shard}/${shards} \
        --to parquet:"\$here/${shard}.parquet" -- ${word(records.name)}
    """
}

workflow {
    records = file(params.records, checkIfExists: true)
    shards = params.shards as Integer // On the command line it may be text.
    numbers = channel.of(1..shards)
    MERGE_REPORTS(VALIDATE(numbers, shards, records).collect())
    EXPORT(numbers, shards, records)
}
