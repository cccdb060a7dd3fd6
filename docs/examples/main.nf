// A job a shard, and one that makes their reports one:
//
//   nextflow run main.nf --records $PWD/_figures --shards 8
//
// The side tables stay beside the records: give the path of the folder, not copies of its files.

params.records = "${launchDir}/_figures"
params.shards = 4

process VALIDATE {
    input:
    val shard

    output:
    path "${shard}.jsonl"

    script:
    """
    cd ${params.records}/..
    pfocr validate --fail-on never --shard ${shard}/${params.shards} --corpus-keys \
        --format jsonl:\$OLDPWD/${shard}.jsonl ${file(params.records).name}
    """
}

process MERGE_REPORTS {
    publishDir launchDir, mode: 'copy'

    input:
    path reports

    output:
    path 'findings.*'

    script:
    """
    pfocr merge-reports ${reports} --fail-on never --format text:findings.txt --format sarif:findings.sarif
    """
}

process EXPORT {
    publishDir "${launchDir}/parquet", mode: 'copy'

    input:
    val shard

    output:
    path "${shard}.parquet"

    script:
    """
    pfocr export --on-error skip --shard ${shard}/${params.shards} \
        --to parquet:${shard}.parquet ${params.records}
    """
}

workflow {
    shards = Channel.of(1..params.shards)
    MERGE_REPORTS(VALIDATE(shards).collect())
    EXPORT(shards)
}
